package dev.weir.linux;

import java.util.Locale;

/**
 * The numbers of the system calls, for the architecture that this JVM runs on: x86_64 (asm/unistd_64.h) or aarch64
 * (asm-generic/unistd.h). Constants once the class is initialized, so that compiled code has them as immediates.
 */
final class SyscallNumbers {
    private static final boolean AARCH64 = isAarch64(System.getProperty("os.arch", ""));

    static final int ACCEPT4 = pick(288, 242);
    static final int BIND = pick(49, 200);
    static final int CAPGET = pick(125, 90);
    static final int CAPSET = pick(126, 91);
    static final int CLOSE = pick(3, 57);
    static final int COPY_FILE_RANGE = pick(326, 285);
    static final int EVENTFD2 = pick(290, 19);
    static final int FALLOCATE = pick(285, 47);
    static final int FANOTIFY_INIT = pick(300, 262);
    static final int FANOTIFY_MARK = pick(301, 263);
    static final int FCHMODAT = pick(268, 53);
    static final int FCHOWNAT = pick(260, 54);
    static final int FCNTL = pick(72, 25);
    static final int FDATASYNC = pick(75, 83);
    static final int FGETXATTR = pick(193, 10);
    static final int FLOCK = pick(73, 32);
    static final int FSETXATTR = pick(190, 7);
    static final int FSTATFS = pick(138, 44);
    static final int FSYNC = pick(74, 82);
    static final int FTRUNCATE = pick(77, 46);
    static final int GETDENTS64 = pick(217, 61);
    static final int GETCPU = pick(309, 168);
    static final int GETEGID = pick(108, 177);
    static final int GETEUID = pick(107, 175);
    static final int GETGROUPS = pick(115, 158);
    static final int GETPID = pick(39, 172);
    static final int GETTID = pick(186, 178);
    static final int GETSOCKOPT = pick(55, 209);
    static final int GETXATTR = pick(191, 8);
    static final int IOCTL = pick(16, 29);
    static final int IO_URING_ENTER = pick(426, 426);
    static final int IO_URING_SETUP = pick(425, 425);
    static final int KILL = pick(62, 129);
    static final int LINKAT = pick(265, 37);
    static final int LISTEN = pick(50, 201);
    static final int LISTXATTR = pick(194, 11);
    static final int LSEEK = pick(8, 62);
    static final int MEMFD_CREATE = pick(319, 279);
    static final int MKDIRAT = pick(258, 34);
    static final int MKNODAT = pick(259, 33);
    static final int MMAP = pick(9, 222);
    static final int MOUNT = pick(165, 40);
    static final int MUNMAP = pick(11, 215);
    static final int NAME_TO_HANDLE_AT = pick(303, 264);
    static final int OPEN_BY_HANDLE_AT = pick(304, 265);
    static final int OPENAT = pick(257, 56);
    static final int PIDFD_GETFD = pick(438, 438);
    static final int PIDFD_OPEN = pick(434, 434);
    static final int PIPE2 = pick(293, 59);
    static final int PPOLL = pick(271, 73);
    static final int PRCTL = pick(157, 167);
    static final int PREAD64 = pick(17, 67);
    static final int PROCESS_VM_WRITEV = pick(311, 271);
    static final int PWRITE64 = pick(18, 68);
    static final int READ = pick(0, 63);
    static final int READLINKAT = pick(267, 78);
    static final int RECVMSG = pick(47, 212);
    static final int REMOVEXATTR = pick(197, 14);
    static final int RENAMEAT2 = pick(316, 276);
    static final int SCHED_GETAFFINITY = pick(204, 123);
    static final int SCHED_SETAFFINITY = pick(203, 122);
    static final int SENDTO = pick(44, 206);
    static final int SETFSGID = pick(123, 152);
    static final int SETFSUID = pick(122, 151);
    static final int SETGROUPS = pick(116, 159);
    static final int SETNS = pick(308, 268);
    static final int SETXATTR = pick(188, 5);
    static final int SHUTDOWN = pick(48, 210);
    static final int SOCKET = pick(41, 198);
    static final int SOCKETPAIR = pick(53, 199);
    static final int STATX = pick(332, 291);
    static final int SYMLINKAT = pick(266, 36);
    static final int SYNCFS = pick(306, 267);
    static final int TRUNCATE = pick(76, 45);
    static final int UMASK = pick(95, 166);
    static final int UMOUNT2 = pick(166, 39);
    static final int UNLINKAT = pick(263, 35);
    static final int UNSHARE = pick(272, 97);
    static final int UTIMENSAT = pick(280, 88);
    static final int WAIT4 = pick(61, 260);
    static final int WRITE = pick(1, 64);
    static final int WRITEV = pick(20, 66);

    private SyscallNumbers() {}

    /** Whether this JVM runs on aarch64; also decides the open flags that differ. */
    static boolean aarch64() {
        return AARCH64;
    }

    private static int pick(int x86, int aarch64) {
        return AARCH64 ? aarch64 : x86;
    }

    private static boolean isAarch64(String arch) {
        return switch (arch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> false;
            case "aarch64", "arm64" -> true;
            default -> throw new UnsupportedOperationException("no system call numbers for the architecture " + arch);
        };
    }
}
