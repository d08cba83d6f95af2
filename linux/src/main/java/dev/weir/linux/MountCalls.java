package dev.weir.linux;

import dev.weir.Errno;

/** Mounting, unmounting and namespaces. Results are 0 or a negated {@link Errno}; texts are addresses of C strings. */
public final class MountCalls {
    public static final int MS_RDONLY = 1;
    public static final int MS_NOSUID = 2;
    public static final int MS_NODEV = 4;
    public static final int MS_BIND = 0x1000;
    public static final int MS_REC = 0x4000;
    public static final int MS_PRIVATE = 0x40000;
    public static final int MS_SLAVE = 0x80000;

    /** {@link #unmount}: abort what is in flight, where the file system can. */
    public static final int MNT_FORCE = 1;

    /** {@link #unmount}: out of the tree now, the rest when nothing uses it any more. */
    public static final int MNT_DETACH = 2;

    /** {@link #unmount}: do not follow a symbolic link. */
    public static final int UMOUNT_NOFOLLOW = 8;

    /** {@link #unshare}: a mount namespace of this thread's own. Implies CLONE_FS. */
    public static final int CLONE_NEWNS = 0x20000;

    /** {@link #unshare}: working directory, root and umask of this thread's own. */
    public static final int CLONE_FS = 0x200;

    private MountCalls() {}

    /** mount(2); source, type and data may be 0 where the flags need none. */
    public static int mount(NativeThread thread, long source, long target, long type, long flags, long data) {
        return (int) RawSyscall.call(thread, SyscallNumbers.MOUNT, source, target, type, flags, data);
    }

    /** umount2(2). */
    public static int unmount(NativeThread thread, long target, int flags) {
        return (int) RawSyscall.call(thread, SyscallNumbers.UMOUNT2, target, flags);
    }

    /**
     * unshare(2), for the calling thread alone. Its threads and programs started later inherit the result; it can't be
     * undone, so the thread should be a new platform thread that ends afterwards.
     */
    public static int unshare(NativeThread thread, int flags) {
        return (int) RawSyscall.call(thread, SyscallNumbers.UNSHARE, flags);
    }

    /** setns(2): enters the namespace of a descriptor of {@code /proc/PID/ns/...} or of a pidfd. */
    public static int enterNamespace(NativeThread thread, int descriptor, int type) {
        return (int) RawSyscall.call(thread, SyscallNumbers.SETNS, descriptor, type);
    }
}
