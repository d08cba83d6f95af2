package dev.weir.manager;

import dev.weir.MajorFunction;

/** What one request of a program is: the axis of the base file system, finer than {@link MajorFunction}. */
public enum OperationKind {
    LOOKUP("lookup", MajorFunction.QUERY_OPEN),
    OPEN("open", MajorFunction.CREATE),
    CREATE("create", MajorFunction.CREATE),
    OPENDIR("opendir", MajorFunction.CREATE),
    MKDIR("mkdir", MajorFunction.CREATE),
    MKNOD("mknod", MajorFunction.CREATE),
    SYMLINK("symlink", MajorFunction.CREATE),
    TMPFILE("tmpfile", MajorFunction.CREATE),
    LINK("link", MajorFunction.SET_INFORMATION),
    UNLINK("unlink", MajorFunction.SET_INFORMATION),
    RMDIR("rmdir", MajorFunction.SET_INFORMATION),
    RENAME("rename", MajorFunction.SET_INFORMATION),
    GETATTR("getattr", MajorFunction.QUERY_INFORMATION),
    READLINK("readlink", MajorFunction.QUERY_INFORMATION),
    SEEK("lseek", MajorFunction.QUERY_INFORMATION),
    TRUNCATE("truncate", MajorFunction.SET_INFORMATION),
    CHMOD("chmod", MajorFunction.SET_INFORMATION),
    CHOWN("chown", MajorFunction.SET_INFORMATION),
    UTIMENS("utimens", MajorFunction.SET_INFORMATION),
    ALLOCATE("fallocate", MajorFunction.SET_INFORMATION),
    READ("read", MajorFunction.READ),
    WRITE("write", MajorFunction.WRITE),
    COPY_RANGE("copy_file_range", MajorFunction.FILE_SYSTEM_CONTROL),
    READDIR("readdir", MajorFunction.DIRECTORY_CONTROL),
    FSYNC("fsync", MajorFunction.FLUSH_BUFFERS),
    FSYNCDIR("fsyncdir", MajorFunction.FLUSH_BUFFERS),
    SYNCFS("syncfs", MajorFunction.FLUSH_BUFFERS),
    FLUSH("close", MajorFunction.FLUSH_BUFFERS),
    GETXATTR("getxattr", MajorFunction.QUERY_EA),
    LISTXATTR("listxattr", MajorFunction.QUERY_EA),
    SETXATTR("setxattr", MajorFunction.SET_EA),
    REMOVEXATTR("removexattr", MajorFunction.SET_EA),
    STATFS("statfs", MajorFunction.QUERY_VOLUME_INFORMATION),
    IOCTL("ioctl", MajorFunction.DEVICE_CONTROL),
    GETLK("getlk", MajorFunction.LOCK_CONTROL),
    SETLK("setlk", MajorFunction.LOCK_CONTROL),
    FLOCK("flock", MajorFunction.LOCK_CONTROL),
    CLEANUP("cleanup", MajorFunction.CLEANUP),
    RELEASE("release", MajorFunction.CLOSE),
    SHUTDOWN("shutdown", MajorFunction.SHUTDOWN);

    private final String operationName;
    private final MajorFunction major;

    OperationKind(String operationName, MajorFunction major) {
        this.operationName = operationName;
        this.major = major;
    }

    /** The programmers' name, as users are shown it. */
    public String operationName() {
        return operationName;
    }

    public MajorFunction major() {
        return major;
    }

    /** Whether success opens a file: then CLEANUP and CLOSE follow exactly once. */
    public boolean opens() {
        return this == OPEN || this == CREATE || this == OPENDIR || this == TMPFILE;
    }

    /** Whether success comes with a node that the front then holds: a look-up or a creation. */
    public boolean yieldsNode() {
        return this == LOOKUP
                || this == CREATE
                || this == MKDIR
                || this == MKNOD
                || this == SYMLINK
                || this == TMPFILE
                || this == LINK;
    }

    /** Whether data comes back. */
    boolean answersWithData() {
        return this == READ
                || this == READDIR
                || this == GETXATTR
                || this == LISTXATTR
                || this == READLINK
                || this == IOCTL;
    }

    /** Whether data goes with it, in one direction or the other. */
    boolean carriesData() {
        return answersWithData() || this == WRITE || this == SETXATTR;
    }

    /** Whether the operation can't fail. */
    public boolean cannotFail() {
        return this == CLEANUP || this == RELEASE || this == SHUTDOWN;
    }
}
