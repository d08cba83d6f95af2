package dev.weir.linux;

import dev.weir.Errno;

/**
 * Opening, reading, writing and syncing by descriptor. All calls may block as long as the file system below takes; all
 * return the kernel's result or a negated {@link Errno}, EINTR included.
 */
public final class FileCalls {
    private FileCalls() {}

    /**
     * openat(2). O_CLOEXEC is always added: programs that the JVM starts must not inherit descriptors.
     *
     * @param directory a directory's descriptor, or {@link OpenFlags#AT_FDCWD}
     * @param path the address of a C string
     * @return the descriptor
     */
    public static int open(NativeThread thread, int directory, long path, int flags, int mode) {
        return (int) RawSyscall.call(
                thread, SyscallNumbers.OPENAT, directory, path, flags | OpenFlags.O_CLOEXEC, mode & 0xffff_ffffL);
    }

    /** Opens the file of a descriptor (also an O_PATH one) again: a file description of its own, with other flags. */
    public static int reopen(NativeThread thread, int descriptor, int flags) {
        return open(thread, OpenFlags.AT_FDCWD, thread.descriptorPath(descriptor), flags & ~OpenFlags.O_NOFOLLOW, 0);
    }

    /** close(2). The descriptor is gone whatever the result: never close it again, EINTR included. */
    public static int close(NativeThread thread, int descriptor) {
        return (int) RawSyscall.call(thread, SyscallNumbers.CLOSE, descriptor);
    }

    /** read(2). */
    public static long read(NativeThread thread, int descriptor, long buffer, long length) {
        return RawSyscall.call(thread, SyscallNumbers.READ, descriptor, buffer, length);
    }

    /** write(2). */
    public static long write(NativeThread thread, int descriptor, long buffer, long length) {
        return RawSyscall.call(thread, SyscallNumbers.WRITE, descriptor, buffer, length);
    }

    /** writev(2): {@code count} pairs of address and length at {@code vectors}, 16 bytes each. */
    public static long writev(NativeThread thread, int descriptor, long vectors, int count) {
        return RawSyscall.call(thread, SyscallNumbers.WRITEV, descriptor, vectors, count);
    }

    /** pread(2). */
    public static long pread(NativeThread thread, int descriptor, long buffer, long length, long offset) {
        return RawSyscall.call(thread, SyscallNumbers.PREAD64, descriptor, buffer, length, offset);
    }

    /** pwrite(2). On a descriptor with O_APPEND Linux appends whatever the offset. */
    public static long pwrite(NativeThread thread, int descriptor, long buffer, long length, long offset) {
        return RawSyscall.call(thread, SyscallNumbers.PWRITE64, descriptor, buffer, length, offset);
    }

    /** lseek(2), with SEEK_DATA (3) and SEEK_HOLE (4) among the origins. */
    public static long seek(NativeThread thread, int descriptor, long offset, int origin) {
        return RawSyscall.call(thread, SyscallNumbers.LSEEK, descriptor, offset, origin);
    }

    /** ftruncate(2). */
    public static int truncate(NativeThread thread, int descriptor, long size) {
        return (int) RawSyscall.call(thread, SyscallNumbers.FTRUNCATE, descriptor, size);
    }

    /** fallocate(2). */
    public static int allocate(NativeThread thread, int descriptor, int mode, long offset, long length) {
        return (int) RawSyscall.call(thread, SyscallNumbers.FALLOCATE, descriptor, mode, offset, length);
    }

    /** copy_file_range(2) at given offsets; the descriptors' own positions stay. */
    public static long copyRange(
            NativeThread thread, int from, long fromOffset, int to, long toOffset, long length, int flags) {
        long offsets = thread.struct();
        NativeMemory.putLong(offsets, fromOffset);
        NativeMemory.putLong(offsets + 8, toOffset);
        return RawSyscall.call(thread, SyscallNumbers.COPY_FILE_RANGE, from, offsets, to, offsets + 8, length, flags);
    }

    /** fsync(2), or fdatasync(2) if only the data and what is needed to read it must be safe. */
    public static int sync(NativeThread thread, int descriptor, boolean dataOnly) {
        return (int) RawSyscall.call(thread, dataOnly ? SyscallNumbers.FDATASYNC : SyscallNumbers.FSYNC, descriptor);
    }

    /** syncfs(2): the whole file system that the descriptor is on. */
    public static int syncFileSystem(NativeThread thread, int descriptor) {
        return (int) RawSyscall.call(thread, SyscallNumbers.SYNCFS, descriptor);
    }

    /** ioctl(2) with an address or a number as its argument. */
    public static long ioctl(NativeThread thread, int descriptor, long request, long argument) {
        return RawSyscall.call(thread, SyscallNumbers.IOCTL, descriptor, request, argument);
    }

    /** fcntl(2) with F_DUPFD_CLOEXEC: a second descriptor for the same file description. */
    public static int duplicate(NativeThread thread, int descriptor) {
        return (int) RawSyscall.call(thread, SyscallNumbers.FCNTL, descriptor, 1030, 0);
    }

    /** fcntl(2) with F_GETFL: the flags of the file description. */
    public static int flags(NativeThread thread, int descriptor) {
        return (int) RawSyscall.call(thread, SyscallNumbers.FCNTL, descriptor, 3, 0);
    }

    /** fcntl(2) with F_SETFL: of the flags only O_APPEND, O_DIRECT, O_NOATIME and O_NONBLOCK can change. */
    public static int setFlags(NativeThread thread, int descriptor, int flags) {
        return (int) RawSyscall.call(thread, SyscallNumbers.FCNTL, descriptor, 4, flags);
    }
}
