package dev.weir.linux;

import dev.weir.Errno;
import java.nio.charset.StandardCharsets;

/** /dev/fuse and its ioctls. Results are 0 or more, or a negated {@link Errno}. */
public final class FuseDevice {
    private static final byte[] PATH = "/dev/fuse".getBytes(StandardCharsets.US_ASCII);
    private static final int CLONE = 0x8004e500;
    private static final int BACKING_OPEN = 0x4010e501;
    private static final int BACKING_CLOSE = 0x4004e502;

    private FuseDevice() {}

    /** Opens the device: a descriptor that belongs to no mount yet. */
    public static int open(NativeThread thread) {
        return FileCalls.open(thread, OpenFlags.AT_FDCWD, thread.name(PATH), OpenFlags.O_RDWR, 0);
    }

    /**
     * A second descriptor for the connection of a mounted one, with a queue of requests in process of its own: a reply
     * goes to the descriptor that its request was read from.
     */
    public static int cloneOf(NativeThread thread, int device) {
        int clone = open(thread);
        if (clone < 0) {
            return clone;
        }
        NativeMemory.putInt(thread.struct(), device);
        long result = FileCalls.ioctl(thread, clone, Integer.toUnsignedLong(CLONE), thread.struct());
        if (result < 0) {
            FileCalls.close(thread, clone);
            return (int) result;
        }
        return clone;
    }

    /**
     * Registers a file for passthrough; needs CAP_SYS_ADMIN and INIT's consent. The I/O acts with the credentials of
     * the calling thread. The descriptor may be closed afterwards.
     *
     * @param file a descriptor of a regular file, O_PATH where the kernel takes that (6.18 does)
     * @return the backing id, positive, to be given back by {@link #closeBacking}
     */
    public static int openBacking(NativeThread thread, int device, int file) {
        long map = thread.struct();
        NativeMemory.putInt(map, file);
        NativeMemory.putInt(map + 4, 0);
        NativeMemory.putLong(map + 8, 0);
        return (int) FileCalls.ioctl(thread, device, BACKING_OPEN, map);
    }

    /** Gives a backing id back: new opens can't use it any more. */
    public static int closeBacking(NativeThread thread, int device, int backing) {
        NativeMemory.putInt(thread.struct(), backing);
        return (int) FileCalls.ioctl(thread, device, BACKING_CLOSE, thread.struct());
    }
}
