package dev.weir.fuse;

import dev.weir.manager.FileNodeObject;
import java.util.concurrent.atomic.AtomicLong;

/** What the front keeps with a node: how often the kernel was told of it, and how it is open. */
final class NodeState {
    /** One reference on the node each. */
    private final AtomicLong lookups = new AtomicLong();

    private final OpenModes openModes = new OpenModes();

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
