package dev.weir.fuse;

import dev.weir.manager.AttributeBlock;

/**
 * How one file is open. The kernel insists that all opens of an inode agree while they live:
 *
 * <pre>
 *   while open in passthrough:  passthrough with the same backing id, DIRECT_IO added where data is wanted (mappings bypass even so)
 *   while open in another way:  cached or DIRECT_IO, as anybody likes, but no passthrough
 * </pre>
 *
 * <p>Callers hold this object's lock from the decision until the count is taken; it is nobody else's.
 */
final class OpenModes {
    private int passedThrough;
    private int others;
    private int backing;
    private boolean stamped;
    private long stackVersion;
    private long size;
    private long modificationSeconds;
    private long changeSeconds;
    private int modificationNanos;
    private int changeNanos;

    /** Whether the file is open in passthrough. */
    boolean isPassedThrough() {
        return passedThrough > 0;
    }

    /** Whether a first open in passthrough is possible. */
    boolean mayPassThrough() {
        return others == 0;
    }

    /** The id that all opens in passthrough use. */
    int backing() {
        return backing;
    }

    void openedPassedThrough(int backingId) {
        backing = backingId;
        passedThrough++;
    }

    void openedOtherwise() {
        others++;
    }

    /** Returns the backing id to be given back now, or 0. */
    int closed(int openFlags) {
        if ((openFlags & OpenFlag.PASSTHROUGH) == 0) {
            others--;
            return 0;
        }
        passedThrough--;
        if (passedThrough > 0) {
            return 0;
        }
        int unused = backing;
        backing = 0;
        return unused;
    }

    /** Whether the file is as it was when it was last opened, under the same stack; notes how it is now. */
    boolean isAsBefore(AttributeBlock now, long version) {
        boolean same = stamped
                && stackVersion == version
                && size == now.size()
                && modificationSeconds == now.modificationSeconds()
                && modificationNanos == now.modificationNanos()
                && changeSeconds == now.changeSeconds()
                && changeNanos == now.changeNanos();
        stamped = true;
        stackVersion = version;
        size = now.size();
        modificationSeconds = now.modificationSeconds();
        modificationNanos = now.modificationNanos();
        changeSeconds = now.changeSeconds();
        changeNanos = now.changeNanos();
        return same;
    }
}
