package dev.weir.service.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who keeps a filter's class loader, as far as it can be seen without a walk through the heap.
 *
 * @param found a line for each
 * @param lookedAt what was looked at
 */
public record LoaderHolders(List<String> found, List<String> lookedAt) {
    private static final List<String> LOOKED_AT = List.of(
            "frames, context class loaders and classes of all platform threads",
            "uncaught exception handlers",
            "threads that began while it was loaded");
    private static final Set<String> GROUPS_OF_THE_JDK = Set.of("system", "InnocuousThreadGroup");

    static LoaderHolders of(String loaderName, @Nullable ClassLoader loader) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            describe(entry.getKey(), entry.getValue(), loaderName, loader, found);
        }
        return new LoaderHolders(found, LOOKED_AT);
    }

    /** @param handler null where the thread has ended meanwhile */
    private static boolean isOf(Thread.@Nullable UncaughtExceptionHandler handler, ClassLoader loader) {
        return handler != null && loader.equals(handler.getClass().getClassLoader());
    }

    private static void describe(
            Thread thread,
            StackTraceElement[] frames,
            String loaderName,
            @Nullable ClassLoader loader,
            List<String> found) {
        for (StackTraceElement frame : frames) {
            if (loaderName.equals(frame.getClassLoaderName())) {
                found.add("thread '" + thread.getName() + "' runs " + frame.getClassName() + "." + frame.getMethodName()
                        + " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")");
                return;
            }
        }
        if (loader == null) {
            return;
        }
        if (loader.equals(thread.getContextClassLoader())) {
            found.add("thread '" + thread.getName() + "' has it as its context class loader");
        } else if (loader.equals(thread.getClass().getClassLoader())) {
            found.add("thread '" + thread.getName() + "' is of its class "
                    + thread.getClass().getName());
        } else if (isOf(thread.getUncaughtExceptionHandler(), loader)) {
            found.add("thread '" + thread.getName() + "' has an exception handler of it");
        } else if (loader instanceof FilterClassLoader own && own.isOlderThan(thread) && !isOurs(thread)) {
            found.add(
                    "thread '" + thread.getName()
                            + "' began while it was loaded and runs none of its code now: perhaps an executor that it did not shut down");
        }
    }

    /** Of Weir, or of the JDK. */
    private static boolean isOurs(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return thread.getName().startsWith("weir-") || group == null || GROUPS_OF_THE_JDK.contains(group.getName());
    }
}
