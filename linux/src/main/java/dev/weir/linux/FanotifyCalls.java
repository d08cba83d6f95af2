package dev.weir.linux;

import dev.weir.Errno;

/** fanotify(7): what changes in a file system, told by file handles and names. For whoever has CAP_SYS_ADMIN. */
final class FanotifyCalls {
    static final int MODIFY = 0x2;
    static final int ATTRIB = 0x4;
    static final int CLOSE_WRITE = 0x8;
    static final int MOVED_FROM = 0x40;
    static final int MOVED_TO = 0x80;
    static final int CREATE = 0x100;
    static final int DELETE = 0x200;
    static final int OVERFLOW = 0x4000;

    private static final long ONDIR = 0x4000_0000L;
    private static final int CLOEXEC = 0x1;
    private static final int NONBLOCK = 0x2;
    private static final int REPORT_TID = 0x100;
    private static final int REPORT_FID = 0x200;
    private static final int REPORT_DIR_FID = 0x400;
    private static final int REPORT_NAME = 0x800;
    private static final int REPORT_TARGET_FID = 0x1000;
    private static final int MARK_ADD = 0x1;
    private static final int MARK_REMOVE = 0x2;
    private static final int MARK_IGNORED = 0x20;
    private static final int MARK_IGNORED_SURVIVES_MODIFY = 0x40;
    private static final int MARK_EVICTABLE = 0x200;
    private static final int MARK_FILESYSTEM = 0x100;

    private FanotifyCalls() {}

    /** A descriptor that tells of threads, directories, names and files, and does not block; or a negated {@link Errno}. */
    static int init(NativeThread thread) {
        int flags = CLOEXEC | NONBLOCK | REPORT_TID | REPORT_FID | REPORT_DIR_FID | REPORT_NAME | REPORT_TARGET_FID;
        return (int) RawSyscall.call(thread, SyscallNumbers.FANOTIFY_INIT, flags, 0);
    }

    /** Has it tell of all changes in the file system that an open file is on; 0 or a negated {@link Errno}. */
    static int watchFileSystem(NativeThread thread, int group, int file) {
        long mask = ONDIR | MODIFY | ATTRIB | CLOSE_WRITE | MOVED_FROM | MOVED_TO | CREATE | DELETE;
        return (int)
                RawSyscall.call(thread, SyscallNumbers.FANOTIFY_MARK, group, MARK_ADD | MARK_FILESYSTEM, mask, file, 0);
    }

    /**
     * Has it tell nothing of writes to a file, or tell of them again; the kernel can forget that together with the file.
     *
     * @param file a descriptor, which may be opened with O_PATH
     */
    static int ignoreWrites(NativeThread thread, int group, int file, boolean ignore) {
        int how = ignore
                ? MARK_ADD | MARK_IGNORED | MARK_IGNORED_SURVIVES_MODIFY | MARK_EVICTABLE
                : MARK_REMOVE | MARK_IGNORED;
        return (int) RawSyscall.call(
                thread,
                SyscallNumbers.FANOTIFY_MARK,
                group,
                how,
                MODIFY,
                OpenFlags.AT_FDCWD,
                thread.descriptorPath(file));
    }
}
