package dev.weir.filters.samples.change;

import java.util.concurrent.atomic.AtomicLong;

/** How often a file was changed since somebody last asked. Safe on any thread. */
final class Dirt {
    private final AtomicLong changes = new AtomicLong();

    void mark() {
        changes.incrementAndGet();
    }

    /** The number of changes, which begins anew. */
    long clean() {
        return changes.getAndSet(0);
    }
}
