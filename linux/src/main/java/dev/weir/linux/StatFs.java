package dev.weir.linux;

import dev.weir.Errno;

/**
 * fstatfs(2) and its result, eleven words of 8 bytes and some spare ones:
 *
 * <pre>
 *  0 type  8 bsize  16 blocks  24 bfree  32 bavail  40 files  48 ffree  56 fsid  64 namelen  72 frsize  80 flags
 * </pre>
 */
final class StatFs {
    /** The size of the result in bytes. */
    static final int SIZE = 120;

    /** The {@link #type} of a FUSE file system. */
    static final long FUSE_SUPER_MAGIC = 0x65735546;

    private StatFs() {}

    /** The file system of a descriptor, also an O_PATH one. Returns 0 or a negated {@link Errno}. */
    static int ofDescriptor(NativeThread thread, int descriptor, long result) {
        return (int) RawSyscall.call(thread, SyscallNumbers.FSTATFS, descriptor, result);
    }

    /** The magic number of the file system's type. */
    static long type(long result) {
        return NativeMemory.getLong(result);
    }

    /** The preferred size of I/O. */
    static long blockSize(long result) {
        return NativeMemory.getLong(result + 8);
    }

    /** The size, in fragments. */
    static long blocks(long result) {
        return NativeMemory.getLong(result + 16);
    }

    /** What is free, in fragments. */
    static long freeBlocks(long result) {
        return NativeMemory.getLong(result + 24);
    }

    /** What is free for everybody, in fragments. */
    static long availableBlocks(long result) {
        return NativeMemory.getLong(result + 32);
    }

    /** The number of inodes. */
    static long files(long result) {
        return NativeMemory.getLong(result + 40);
    }

    /** The number of free inodes. */
    static long freeFiles(long result) {
        return NativeMemory.getLong(result + 48);
    }

    /** The longest name in bytes. */
    static long nameLength(long result) {
        return NativeMemory.getLong(result + 64);
    }

    /** The size of a fragment in bytes. */
    static long fragmentSize(long result) {
        return NativeMemory.getLong(result + 72);
    }

    /** The mount's flags (ST_*). */
    static long flags(long result) {
        return NativeMemory.getLong(result + 80);
    }
}
