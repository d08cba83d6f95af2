package dev.weir.manager.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The threads that began after a moment and have not ended, but for those of whoever runs the manager, and the JDK's. Safe on any thread. */
public final class ThreadsLeft {
    private static final Set<String> GROUPS_OF_THE_JDK = Set.of("system", "InnocuousThreadGroup", "CarrierThreads");

    private static final String SHARED = "ForkJoinPool.commonPool";

    private final Set<Long> before;
    private final String ours;

    private ThreadsLeft(String ours) {
        this.ours = ours;
        this.before = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::threadId)
                .collect(Collectors.toSet());
    }

    /**
     * From now on. Holds no thread.
     *
     * @param ours how the names of threads begin that are no filter's
     */
    public static ThreadsLeft since(String ours) {
        return new ThreadsLeft(ours);
    }

    /** Those that are left when they were given some time to end. Blocks for that time at most. */
    public List<Thread> after(Duration patience) {
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
            if (!before.contains(thread.threadId()) && !isOurs(thread)) {
                left.add(thread);
            }
        }
        return left;
    }

    private boolean isOurs(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group == null
                || GROUPS_OF_THE_JDK.contains(group.getName())
                || thread.getName().startsWith(ours)
                || thread.getName().startsWith(SHARED);
    }

    /** A thread's stack, a line for each frame. */
    public static String stack(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(16)
                .map(frame -> "at " + frame)
                .collect(Collectors.joining("\n"));
    }
}
