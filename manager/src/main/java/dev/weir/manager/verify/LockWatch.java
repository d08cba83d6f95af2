package dev.weir.manager.verify;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Looks at the locks of the current thread: monitors, and what the JVM knows as owned (ReentrantLock, the write lock of a ReentrantReadWriteLock). */
final class LockWatch {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long every;
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());

    LockWatch(Duration every) {
        this.every = every.toNanos();
    }

    /** The locks of this thread by identity; null where it is not time for a look. */
    @Nullable
    Map<String, String> lookIfDue() {
        long due = nextLook.get();
        long now = System.nanoTime();
        return now - due >= 0 && (every == 0 || nextLook.compareAndSet(due, now + every)) ? look() : null;
    }

    /** The locks of this thread by identity, with the frame that locked it where that is known. */
    Map<String, String> look() {
        var locks = new TreeMap<String, String>();
        ThreadInfo info =
                THREADS.getThreadInfo(new long[] {Thread.currentThread().threadId()}, true, true)[0];
        if (info == null) {
            return locks;
        }
        for (LockInfo lock : info.getLockedSynchronizers()) {
            locks.put(name(lock), lock.getClassName());
        }
        for (MonitorInfo monitor : info.getLockedMonitors()) {
            locks.put(name(monitor), monitor.getClassName() + ", locked at " + monitor.getLockedStackFrame());
        }
        return locks;
    }

    private static String name(LockInfo lock) {
        return lock.getClassName() + '@' + Integer.toHexString(lock.getIdentityHashCode());
    }
}
