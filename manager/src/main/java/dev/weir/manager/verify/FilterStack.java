package dev.weir.manager.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The part of a stack that is a filter's: without the verifier's frames above it and the manager's below. */
final class FilterStack {
    private static final int MOST = 24;

    private FilterStack() {}

    /** Where the filter called what the current thread is in, a line for each frame. */
    static String here() {
        return of(new Throwable().getStackTrace());
    }

    static String of(StackTraceElement[] frames) {
        return text(Arrays.asList(frames));
    }

    private static String text(List<StackTraceElement> frames) {
        int begin = 0;
        while (begin < frames.size() && isMachinery(frames.get(begin))) {
            begin++;
        }
        int end = begin;
        while (end < frames.size() && !isMachinery(frames.get(end)) && !isManager(frames.get(end))) {
            end++;
        }
        if (end == begin) {
            end = frames.size();
        }
        var lines = new ArrayList<String>();
        for (StackTraceElement frame : frames.subList(begin, Math.min(end, begin + MOST))) {
            lines.add("at " + frame.getClassName() + "." + frame.getMethodName() + "(" + place(frame) + ")");
        }
        return String.join("\n", lines);
    }

    private static String place(StackTraceElement frame) {
        if (frame.getFileName() == null) {
            return "Unknown Source";
        }
        return frame.getFileName() + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber());
    }

    private static boolean isManager(StackTraceElement frame) {
        return frame.getClassName().startsWith("dev.weir.manager.");
    }

    private static boolean isMachinery(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("dev.weir.manager.verify.")
                || name.startsWith("jdk.proxy")
                || name.startsWith("jdk.internal.reflect.")
                || name.startsWith("java.lang.reflect.");
    }
}
