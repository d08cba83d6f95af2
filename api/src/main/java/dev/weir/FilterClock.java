package dev.weir;

import java.time.Instant;

/** The manager's time. A filter that takes its time-outs from here can be tested without waiting for them. Safe on any thread; never blocks. */
public interface FilterClock {
    /** Nanoseconds since some moment, for differences: as {@link System#nanoTime()}. */
    long nanoTime();

    /** What time it is. */
    Instant now();
}
