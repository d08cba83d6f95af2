package dev.weir.manager;

/**
 * Tells whether the directories of a volume stand as they stood: a number that is odd while one moves, and another even one afterwards.
 *
 * <p>Only what moves a directory, exchanges two names or changes what a name provider shows writes it. A path that was walked between two reads of one even number is that of one moment; a cached
 * path is right as long as the number is the one that it was walked under. docs/decisions/0006 has the reasons.
 */
final class NameClock {
    private volatile long version;

    /** The number now, even: waits while a directory moves. Allocates nothing. */
    long version() {
        long now = version;
        if ((now & 1) == 0) {
            return now;
        }
        synchronized (this) {
            return version;
        }
    }

    boolean isStill(long since) {
        return version == since;
    }

    /** Every path that was walked so far is to be walked again. */
    void advance() {
        move(() -> {});
    }

    /** Does what may move a directory, one at a time. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // with the lock
    synchronized void move(Runnable change) {
        version++;
        try {
            change.run();
        } finally {
            version++;
        }
    }
}
