package dev.weir.linux;

import dev.weir.Errno;

/**
 * Changing what belongs to an inode (mode, owner, times, size) through an O_PATH descriptor, which pins the file that
 * was looked up whatever its name is now. fchmod, ftruncate and futimens refuse such a descriptor, so the way leads
 * through {@code /proc/self/fd/N} or AT_EMPTY_PATH. Results are 0 or a negated {@link Errno}.
 */
final class NodeCalls {
    /** In the nanoseconds of {@link #setTimes}: the present time. */
    static final long UTIME_NOW = 0x3fffffff;

    /** In the nanoseconds of {@link #setTimes}: leave it as it is. */
    static final long UTIME_OMIT = 0x3ffffffe;

    private static final int CWD = OpenFlags.AT_FDCWD;

    private NodeCalls() {}

    /** Changes the permission bits; EOPNOTSUPP for a symbolic link. */
    static int setMode(NativeThread thread, int node, int mode) {
        return (int) RawSyscall.call(thread, SyscallNumbers.FCHMODAT, CWD, thread.descriptorPath(node), mode);
    }

    /** Changes owner and group; -1 leaves one as it is. */
    static int setOwner(NativeThread thread, int node, int uid, int gid) {
        return (int) RawSyscall.call(
                thread, SyscallNumbers.FCHOWNAT, node, thread.emptyName(), uid, gid, Statx.AT_EMPTY_PATH);
    }

    /** Changes the times of access and modification; nanoseconds may be {@link #UTIME_NOW} or {@link #UTIME_OMIT}. */
    static int setTimes(
            NativeThread thread, int node, long accessSeconds, long accessNanos, long writeSeconds, long writeNanos) {
        long times = thread.struct();
        NativeMemory.putLong(times, accessSeconds);
        NativeMemory.putLong(times + 8, accessNanos);
        NativeMemory.putLong(times + 16, writeSeconds);
        NativeMemory.putLong(times + 24, writeNanos);
        return (int)
                RawSyscall.call(thread, SyscallNumbers.UTIMENSAT, node, thread.emptyName(), times, Statx.AT_EMPTY_PATH);
    }

    /** Changes the size of a regular file that is not open. */
    static int setSize(NativeThread thread, int node, long size) {
        return (int) RawSyscall.call(thread, SyscallNumbers.TRUNCATE, thread.descriptorPath(node), size);
    }

    /** The target of a symbolic link, without a NUL at its end; the length, at most {@code limit}. */
    static int readLink(NativeThread thread, int node, long buffer, int limit) {
        return (int) RawSyscall.call(thread, SyscallNumbers.READLINKAT, node, thread.emptyName(), buffer, limit);
    }
}
