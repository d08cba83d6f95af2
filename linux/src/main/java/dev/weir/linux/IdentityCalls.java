package dev.weir.linux;

import dev.weir.Errno;

/**
 * Whom the kernel takes the calling thread for. Raw system calls: each changes this thread alone, where the C library's
 * functions of the same names change all threads of the process. {@link CallerIdentity} is the way to use them.
 */
final class IdentityCalls {
    private IdentityCalls() {}

    /** The effective user id. */
    static int effectiveUser(NativeThread thread) {
        return (int) RawSyscall.call(thread, SyscallNumbers.GETEUID);
    }

    /** The effective group id. */
    static int effectiveGroup(NativeThread thread) {
        return (int) RawSyscall.call(thread, SyscallNumbers.GETEGID);
    }

    /** Sets the file-system user id and says whether it is that now. */
    static boolean setFileSystemUser(NativeThread thread, int uid) {
        RawSyscall.call(thread, SyscallNumbers.SETFSUID, uid & 0xffff_ffffL);
        return fileSystemUser(thread) == uid;
    }

    /** Sets the file-system group id and says whether it is that now. */
    static boolean setFileSystemGroup(NativeThread thread, int gid) {
        RawSyscall.call(thread, SyscallNumbers.SETFSGID, gid & 0xffff_ffffL);
        return fileSystemGroup(thread) == gid;
    }

    /** The file-system user id: the call with an invalid one changes nothing and tells it. */
    static int fileSystemUser(NativeThread thread) {
        return (int) RawSyscall.call(thread, SyscallNumbers.SETFSUID, 0xffff_ffffL);
    }

    /** The file-system group id. */
    static int fileSystemGroup(NativeThread thread) {
        return (int) RawSyscall.call(thread, SyscallNumbers.SETFSGID, 0xffff_ffffL);
    }

    /** setgroups(2) to none. Returns 0 or a negated {@link Errno}. */
    static int setNoGroups(NativeThread thread) {
        return (int) RawSyscall.call(thread, SyscallNumbers.SETGROUPS, 0, 0);
    }

    /** setgroups(2) to a single one. Returns 0 or a negated {@link Errno}. */
    static int setOneGroup(NativeThread thread, int gid) {
        long group = thread.struct();
        NativeMemory.putInt(group, gid);
        return (int) RawSyscall.call(thread, SyscallNumbers.SETGROUPS, 1, group);
    }

    /** setgroups(2); EINVAL for more than fit into the scratch. Returns 0 or a negated {@link Errno}. */
    static int setGroups(NativeThread thread, int[] gids) {
        if (gids.length > NativeThread.STRUCT_SIZE / 4) {
            return -Errno.EINVAL;
        }
        long groups = thread.struct();
        for (int i = 0; i < gids.length; i++) {
            NativeMemory.putInt(groups + 4L * i, gids[i]);
        }
        return (int) RawSyscall.call(thread, SyscallNumbers.SETGROUPS, gids.length, groups);
    }

    /** How many supplementary groups the thread has. */
    static int groupCount(NativeThread thread) {
        return (int) RawSyscall.call(thread, SyscallNumbers.GETGROUPS, 0, 0);
    }

    /** umask(2): sets it and returns the one before. Shared by all threads that have not unshared CLONE_FS. */
    static int umask(NativeThread thread, int mask) {
        return (int) RawSyscall.call(thread, SyscallNumbers.UMASK, mask);
    }
}
