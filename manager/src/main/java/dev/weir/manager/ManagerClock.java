package dev.weir.manager;

import dev.weir.FilterClock;
import java.time.Instant;

/** The time of a manager: {@link #SYSTEM}, or one that a test drives. Safe on any thread. */
public interface ManagerClock extends FilterClock {
    /** The system's. */
    ManagerClock SYSTEM = new ManagerClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long pause(long nanos) {
            return nanos;
        }
    };

    /** How long, in real nanoseconds, somebody may sleep who waits for so many of this clock's, before looking at it again. */
    long pause(long nanos);
}
