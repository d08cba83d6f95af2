package dev.weir.linux;

import dev.weir.Errno;

/**
 * Names in a directory, by the directory's descriptor (O_PATH is enough but for listing) and one name: no path is ever
 * put together. Names are addresses of C strings; results are 0 or a negated {@link Errno}.
 */
final class DirectoryCalls {
    /** {@link #unlink}: remove a directory. */
    static final int AT_REMOVEDIR = 0x200;

    private static final int AT_SYMLINK_FOLLOW = 0x400;

    private DirectoryCalls() {}

    /** mkdirat(2). */
    static int makeDirectory(NativeThread thread, int directory, long name, int mode) {
        return (int) RawSyscall.call(thread, SyscallNumbers.MKDIRAT, directory, name, mode);
    }

    /** mknodat(2); {@code device} as {@link #device} packs it. */
    static int makeNode(NativeThread thread, int directory, long name, int mode, int device) {
        return (int)
                RawSyscall.call(thread, SyscallNumbers.MKNODAT, directory, name, mode, Integer.toUnsignedLong(device));
    }

    /** The kernel's 32-bit form of a device number, as mknod and the FUSE protocol have it. */
    static int device(int major, int minor) {
        return minor & 0xff | major << 8 & 0xfff00 | (minor & ~0xff) << 12;
    }

    /** symlinkat(2). */
    static int makeSymbolicLink(NativeThread thread, long target, int directory, long name) {
        return (int) RawSyscall.call(thread, SyscallNumbers.SYMLINKAT, target, directory, name);
    }

    /**
     * A new name for the file of an O_PATH descriptor. AT_EMPTY_PATH needs CAP_DAC_READ_SEARCH (or, since 6.10, the
     * credentials that opened it); without it the way is {@code /proc/self/fd/N}, which does not need any.
     */
    static int link(NativeThread thread, int node, int directory, long name) {
        int result = (int) RawSyscall.call(
                thread, SyscallNumbers.LINKAT, node, thread.emptyStruct(), directory, name, Statx.AT_EMPTY_PATH);
        if (result != -Errno.ENOENT) {
            return result;
        }
        return (int) RawSyscall.call(
                thread,
                SyscallNumbers.LINKAT,
                OpenFlags.AT_FDCWD,
                thread.descriptorPath(node),
                directory,
                name,
                AT_SYMLINK_FOLLOW);
    }

    /** unlinkat(2), flags 0 or {@link #AT_REMOVEDIR}. */
    static int unlink(NativeThread thread, int directory, long name, int flags) {
        return (int) RawSyscall.call(thread, SyscallNumbers.UNLINKAT, directory, name, flags);
    }

    /** renameat2(2) with its flags: 1 NOREPLACE, 2 EXCHANGE, 4 WHITEOUT. */
    static int rename(NativeThread thread, int from, long name, int to, long newName, int flags) {
        return (int) RawSyscall.call(thread, SyscallNumbers.RENAMEAT2, from, name, to, newName, flags);
    }

    /**
     * getdents64(2): entries of ino(8) off(8) reclen(2) type(1) name NUL. The descriptor must be open for reading.
     *
     * @return the bytes filled in, 0 at the end
     */
    static int list(NativeThread thread, int directory, long buffer, int length) {
        return (int) RawSyscall.call(thread, SyscallNumbers.GETDENTS64, directory, buffer, length);
    }
}
