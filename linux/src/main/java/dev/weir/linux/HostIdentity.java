package dev.weir.linux;

/**
 * What tells an inode from every other one, also from a later one of the same number: the device, the number, and a
 * number made of its file handle, or where the file system has no handles of its time of birth.
 */
final class HostIdentity {
    /** What {@link HostThread#stat} has to be filled with. */
    static final int MASK = Statx.BASIC_STATS | Statx.BTIME | Statx.MNT_ID;

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private HostIdentity() {}

    /** The device that {@link HostThread#stat} tells, as one number. */
    static long device(HostThread thread) {
        return (long) Statx.deviceMajor(thread.stat) << 32 | Statx.deviceMinor(thread.stat) & 0xffff_ffffL;
    }

    /** Leaves the handle in {@link HostThread#handle}; false if there is none. */
    static boolean hasHandle(HostThread thread, int descriptor) {
        return HandleCalls.ofDescriptor(thread.natives, descriptor, thread.handle) == 0;
    }

    /**
     * The third part of the identity.
     *
     * @param handled what {@link #hasHandle} said
     * @return 0 if the file system has neither handles nor times of birth
     */
    static long generation(HostThread thread, boolean handled) {
        if (handled) {
            return generation(thread.handle);
        }
        boolean born = (Statx.mask(thread.stat) & Statx.BTIME) != 0;
        return born ? Statx.birthSeconds(thread.stat) * 1_000_000_000 + Statx.birthNanos(thread.stat) | 1 : 0;
    }

    /** The same of a handle at an address. */
    static long generation(long handle) {
        return hash(handle + 4, HandleCalls.size(handle) - 4L) | 1;
    }

    private static long hash(long from, long length) {
        long hash = OFFSET;
        for (long at = from; at < from + length; at++) {
            hash = (hash ^ NativeMemory.getByte(at)) * PRIME;
        }
        return hash;
    }

    /** Whether a descriptor is of that inode. */
    static boolean matches(HostThread thread, int descriptor, long device, long inode, long generation) {
        return Statx.statDescriptor(thread.natives, descriptor, MASK, thread.stat) == 0
                && Statx.inode(thread.stat) == inode
                && device(thread) == device
                && generation(thread, hasHandle(thread, descriptor)) == generation;
    }
}
