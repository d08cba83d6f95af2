package dev.weir.testkit;

import dev.weir.manager.ManagerClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The time of a harness: the system's until a test moves it on or stops it. Filters have it from {@code FilterManager.clock()}; what they queue for later, the time-outs of messages and of unloads go by it. Who waits sees
 * a move within some milliseconds. Safe on any thread.
 */
public final class VirtualClock implements ManagerClock {
    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(1);

    private final Instant begun = Instant.now();
    private final long begunNanos = System.nanoTime();
    private long ahead;
    private long stoppedAt;
    private boolean stopped;

    VirtualClock() {}

    /** Moves it on. */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + by);
        }
        ahead += by.toNanos();
    }

    /** From now on it goes on by {@link #advance} only. */
    public synchronized void stop() {
        if (!stopped) {
            stoppedAt = System.nanoTime();
            stopped = true;
        }
    }

    @Override
    public synchronized long nanoTime() {
        return (stopped ? stoppedAt : System.nanoTime()) + ahead;
    }

    @Override
    public Instant now() {
        return begun.plusNanos(nanoTime() - begunNanos);
    }

    @Override
    public long pause(long nanos) {
        return Math.min(nanos, LOOK_EVERY);
    }
}
