package dev.weir.linux;

import org.jspecify.annotations.Nullable;

/**
 * Which nodes have a descriptor open, up to a limit: a clock whose hand closes what was not used since it last came
 * by. Touched only when a descriptor is opened, so its lock is not on the hot path.
 */
final class HostDescriptors {
    private final @Nullable HostNode[] ring;
    private int hand;

    HostDescriptors(int capacity) {
        ring = new @Nullable HostNode[capacity];
    }

    /**
     * Enters a node whose descriptor has just been opened, in the place of one whose descriptor can be closed.
     *
     * @return false if all of them are in use: then the node's goes as soon as it is not used
     */
    synchronized boolean admit(HostThread thread, HostNode node) {
        for (int steps = 0; steps < 2 * ring.length; steps++) {
            HostNode other = ring[hand];
            int place = hand;
            hand = (hand + 1) % ring.length;
            if (other == null || other == node || !other.usedSinceAsked() && other.evict(thread)) {
                ring[place] = node;
                return true;
            }
        }
        return false;
    }
}
