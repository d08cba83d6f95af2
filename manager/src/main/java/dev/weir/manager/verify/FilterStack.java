package dev.weir.manager.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The part of a stack that is a filter's: from what it called in the JDK down to where it was called, without the frames of the manager and the verifier between. */
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
        var lines = new ArrayList<String>();
        boolean isInFilter = false;
        for (StackTraceElement frame : frames) {
            if (isMachinery(frame)) {
                if (isInFilter) {
                    break;
                }
            } else if (lines.size() < MOST) {
                lines.add("at " + frame.getClassName() + "." + frame.getMethodName() + "(" + place(frame) + ")");
                isInFilter |= !isOfTheJdk(frame);
            }
        }
        return String.join("\n", lines);
    }

    private static String place(StackTraceElement frame) {
        if (frame.getFileName() == null) {
            return "Unknown Source";
        }
        return frame.getFileName() + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber());
    }

    private static boolean isOfTheJdk(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("java.") || name.startsWith("sun.") || name.startsWith("jdk.");
    }

    private static boolean isMachinery(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("dev.weir.manager.")
                || name.startsWith("jdk.proxy")
                || name.startsWith("jdk.internal.reflect.")
                || name.startsWith("java.lang.reflect.")
                || name.equals("java.lang.Thread") && frame.getMethodName().equals("getStackTrace");
    }
}
