package dev.weir.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The threads that began after a moment and have not ended, but for a harness's own and the JDK's. */
final class ThreadsLeft {
    private static final Set<String> GROUPS_OF_THE_JDK = Set.of("system", "InnocuousThreadGroup");

    private final Set<Thread> before;

    private ThreadsLeft(Set<Thread> before) {
        this.before = before;
    }

    static ThreadsLeft since() {
        return new ThreadsLeft(Thread.getAllStackTraces().keySet());
    }

    /** Those that are left when they were given some time to end. */
    List<Thread> after(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        List<Thread> left = left();
        while (!left.isEmpty() && System.nanoTime() < end) {
            try {
                left.getFirst().join(Duration.ofMillis(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return left;
            }
            left = left();
        }
        return left;
    }

    private List<Thread> left() {
        var left = new ArrayList<Thread>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && !isOurs(thread)) {
                left.add(thread);
            }
        }
        return left;
    }

    private static boolean isOurs(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group == null
                || GROUPS_OF_THE_JDK.contains(group.getName())
                || thread.getName().startsWith("harness-");
    }

    /** A thread's stack, a line for each frame. */
    static String stack(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(16)
                .map(frame -> "at " + frame)
                .collect(Collectors.joining("\n"));
    }
}
