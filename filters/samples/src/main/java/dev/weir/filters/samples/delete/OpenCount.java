package dev.weir.filters.samples.delete;

import java.util.function.BooleanSupplier;

/** The stream context: how often a file is open now. Safe on any thread. */
final class OpenCount {
    private int open;
    private boolean isReported;

    synchronized void opened() {
        open++;
    }

    /**
     * Takes closed ones away, and tells whether the file has come to its end.
     *
     * @return true once
     */
    synchronized boolean closed(int count, BooleanSupplier isUnlinked) {
        open = Math.max(0, open - count);
        boolean ended = open == 0 && !isReported && isUnlinked.getAsBoolean();
        isReported |= ended;
        return ended;
    }
}
