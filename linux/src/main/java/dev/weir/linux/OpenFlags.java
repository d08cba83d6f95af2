package dev.weir.linux;

/** Flags of open(2), which differ between architectures in four bits, and the descriptor AT_FDCWD. */
public final class OpenFlags {
    /** In the place of a directory's descriptor: relative to the working directory, or an absolute path. */
    public static final int AT_FDCWD = -100;

    /** The two low bits that say how a file is opened. */
    public static final int O_ACCMODE = 3;

    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_NOCTTY = 0x100;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_DSYNC = 0x1000;
    public static final int O_NOATIME = 0x40000;
    public static final int O_CLOEXEC = 0x80000;
    public static final int O_SYNC = 0x101000;
    public static final int O_PATH = 0x200000;

    public static final int O_DIRECTORY = SyscallNumbers.aarch64() ? 0x4000 : 0x10000;
    public static final int O_NOFOLLOW = SyscallNumbers.aarch64() ? 0x8000 : 0x20000;
    public static final int O_DIRECT = SyscallNumbers.aarch64() ? 0x10000 : 0x4000;
    public static final int O_LARGEFILE = SyscallNumbers.aarch64() ? 0x20000 : 0x8000;
    public static final int O_TMPFILE = 0x400000 | O_DIRECTORY;

    private OpenFlags() {}
}
