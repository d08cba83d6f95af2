package dev.weir.fuse;

import dev.weir.manager.FileNodeObject;
import java.util.concurrent.atomic.AtomicLong;

/** What the front keeps with a node: how often the kernel was told of it, and how it is open. */
final class NodeState {
    /** One reference on the node each. */
    private final AtomicLong lookups = new AtomicLong();

    private final OpenModes openModes = new OpenModes();
    private volatile long listingFrom;

    static NodeState of(FileNodeObject node) {
        if (node.frontState() instanceof NodeState state) {
            return state;
        }
        synchronized (node) {
            if (node.frontState() instanceof NodeState state) {
                return state;
            }
            var state = new NodeState();
            node.frontState(state);
            return state;
        }
    }

    OpenModes openModes() {
        return openModes;
    }

    /**
     * Whether the listing that the kernel has of a directory is no older than a time; else it gets a new one. Two that ask at once may both get one.
     *
     * @param nanos the time
     */
    boolean hasListing(long nanos) {
        long now = System.nanoTime();
        long from = listingFrom;
        if (from != 0 && now - from < nanos) {
            return true;
        }
        listingFrom = now == 0 ? 1 : now;
        return false;
    }

    /** The kernel is about to be told of the node, which costs the caller a reference. */
    void told() {
        lookups.incrementAndGet();
    }

    boolean isKnown() {
        return lookups.get() > 0;
    }

    /** The kernel forgets so many look-ups, or could not be told. Returns how many references are to be given back: never more than were taken. */
    long forgotten(long count) {
        while (true) {
            long now = lookups.get();
            long gone = count < 0 ? 0 : Math.min(now, count);
            if (lookups.compareAndSet(now, now - gone)) {
                return gone;
            }
        }
    }
}
