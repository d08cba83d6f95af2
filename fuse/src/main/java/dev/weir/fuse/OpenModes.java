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
    private static final long WRITTEN_NOW = Long.MAX_VALUE;
    private static final long NEVER_WRITTEN = Long.MIN_VALUE;

    private int passedThrough;
    private int unseenWriters;
    private volatile int unseenOpens;
    private volatile int seenCloses;
    private volatile long lastUnseenWrite = NEVER_WRITTEN;
    private int others;
    private int cachedWriters;
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

    /** True where programs can write to it past this process now, and could not before. */
    boolean openedPassedThrough(int backingId, boolean writable) {
        backing = backingId;
        passedThrough++;
        if (!writable) {
            return false;
        }
        // Closes that are still to be told belong to opens before; what others closed below belongs to none.
        int opens = unseenWriters == 0 ? Math.max(unseenOpens, seenCloses) : unseenOpens;
        unseenOpens = opens + 1;
        unseenWriters++;
        lastUnseenWrite = WRITTEN_NOW;
        return unseenWriters == 1;
    }

    void openedOtherwise(int openFlags, boolean writable) {
        others++;
        if (writesToCache(openFlags, writable)) {
            cachedWriters++;
        }
    }

    private static boolean writesToCache(int openFlags, boolean writable) {
        return writable && (openFlags & OpenFlag.DIRECT_IO) == 0;
    }

    /** Whether what programs write to it may be in the page cache alone, and the end of the file with it. */
    boolean isWrittenBack() {
        return cachedWriters > 0;
    }

    /**
     * Whether programs may change the file past this process, or could within a time: that is while it is open for writing in passthrough, and afterwards too, since a mapping can live on. Such a mapping has an end that is told: when
     * so many ends are told as there were opens, there is none. Needs no lock.
     *
     * @param nanos the time, for where the kernel has merged ends into one
     */
    boolean isWrittenUnseen(long nanos) {
        return wasWrittenUnseen(nanos) && (lastUnseenWrite == WRITTEN_NOW || seenCloses - unseenOpens < 0);
    }

    /** Whether the file is open for writing in passthrough, or was within a time. Needs no lock. */
    boolean wasWrittenUnseen(long nanos) {
        long last = lastUnseenWrite;
        return last == WRITTEN_NOW || last != NEVER_WRITTEN && System.nanoTime() - last < nanos;
    }

    /** Somebody who could write to the file below has no descriptor and no mapping of it any more. By one thread alone; needs no lock. */
    void closeSeen() {
        int closes = seenCloses;
        seenCloses = closes + 1;
    }

    /** Returns the backing id to be given back now, or 0. */
    int closed(int openFlags, boolean writable) {
        if ((openFlags & OpenFlag.PASSTHROUGH) == 0) {
            others--;
            if (writesToCache(openFlags, writable)) {
                cachedWriters--;
            }
            return 0;
        }
        passedThrough--;
        if (writable) {
            unseenWriters--;
            lastUnseenWrite = unseenWriters == 0 ? System.nanoTime() : WRITTEN_NOW;
        }
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
