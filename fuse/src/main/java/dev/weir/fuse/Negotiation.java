package dev.weir.fuse;

import dev.weir.Errno;
import dev.weir.linux.NativeMemory;

/**
 * What INIT settles between the kernel and this volume, for as long as it is mounted.
 *
 * <pre>
 *  struct fuse_init_in, 64 bytes:  0 major(4)  4 minor(4)  8 max_readahead(4)  12 flags(4)  16 flags2(4)  20 unused
 *  struct fuse_init_out, 64 bytes: 0 major(4)  4 minor(4)  8 max_readahead(4)  12 flags(4)  16 max_background(2)  18 congestion_threshold(2)
 *                                  20 max_write(4)  24 time_gran(4)  28 max_pages(2)  30 map_alignment(2)  32 flags2(4)  36 max_stack_depth(4)  40 unused
 * </pre>
 *
 * <p>HANDLE_KILLPRIV_V2 spares a GETXATTR of {@code security.capability} before each write; then who writes below clears set-user-ID bits, set-group-ID bits and capabilities: the file system below, as the kernel
 * tells with each request whether its caller may keep them.
 *
 * <p>Not asked for, on purpose: HANDLE_KILLPRIV, the first version, CACHE_SYMLINKS (filters see each readlink), splicing
 * (one write for a reply is faster), HAS_RESEND and REQUEST_TIMEOUT.
 */
final class Negotiation {
    /** The largest data of one READ or WRITE. */
    static final int MAX_WRITE = 1 << 20;

    static final int INIT_OUT = 64;

    private static final int MAJOR = 7;
    private static final int NEWEST_MINOR = 45;
    private static final int OLDEST_MINOR = 31;
    private static final int MAX_PAGES_COUNT = MAX_WRITE / 4096;
    private static final int MAX_BACKGROUND = 64;
    private static final int CONGESTION = 48;

    private static final long ASYNC_READ = 1;
    private static final long POSIX_LOCKS = 1 << 1;
    private static final long ATOMIC_O_TRUNC = 1 << 3;
    private static final long EXPORT_SUPPORT = 1 << 4;
    private static final long BIG_WRITES = 1 << 5;
    private static final long DONT_MASK = 1 << 6;
    private static final long FLOCK_LOCKS = 1 << 10;
    private static final long IOCTL_DIR = 1 << 11;
    private static final long AUTO_INVAL_DATA = 1 << 12;
    private static final long DO_READDIRPLUS = 1 << 13;
    private static final long READDIRPLUS_AUTO = 1 << 14;
    private static final long ASYNC_DIO = 1 << 15;
    private static final long WRITEBACK_CACHE = 1 << 16;
    private static final long PARALLEL_DIROPS = 1 << 18;
    private static final long POSIX_ACL = 1 << 20;
    private static final long MAX_PAGES = 1 << 22;
    private static final long HANDLE_KILLPRIV_V2 = 1 << 28;
    private static final long SETXATTR_EXT = 1 << 29;
    private static final long INIT_EXT = 1 << 30;
    private static final long DIRECT_IO_ALLOW_MMAP = 1L << 36;
    private static final long PASSTHROUGH = 1L << 37;
    private static final long OVER_IO_URING = 1L << 41;

    private static final long WANTED = ASYNC_READ
            | POSIX_LOCKS
            | ATOMIC_O_TRUNC
            | EXPORT_SUPPORT
            | BIG_WRITES
            | DONT_MASK
            | FLOCK_LOCKS
            | IOCTL_DIR
            | AUTO_INVAL_DATA
            | DO_READDIRPLUS
            | READDIRPLUS_AUTO
            | ASYNC_DIO
            | PARALLEL_DIROPS
            | POSIX_ACL
            | MAX_PAGES
            | HANDLE_KILLPRIV_V2
            | SETXATTR_EXT
            | INIT_EXT
            | DIRECT_IO_ALLOW_MMAP;

    private final DataMode asked;
    private final boolean mayPassThrough;
    private final int stackDepth;
    private volatile int minor;
    private volatile long flags;

    /**
     * @param mayPassThrough whether this process has the privilege
     * @param stackDepth 1, or 2 where the directory below is on a file system that is stacked itself
     */
    Negotiation(DataMode asked, boolean mayPassThrough, int stackDepth) {
        this.asked = asked;
        this.mayPassThrough = mayPassThrough;
        this.stackDepth = stackDepth;
    }

    /**
     * Settles it.
     *
     * @param out the body of the reply, zeros
     * @param ringsArePossible whether this process can and wants to take requests through io_uring
     * @return the errno to answer, 0 with the body written
     */
    int settle(RequestMessage request, long out, boolean ringsArePossible) {
        request.require(16);
        int kernelMajor = request.number(0);
        int kernelMinor = request.number(4);
        if (kernelMajor > MAJOR) {
            // It asks again with ours.
            NativeMemory.putInt(out, MAJOR);
            NativeMemory.putInt(out + 4, NEWEST_MINOR);
            return 0;
        }
        if (kernelMajor < MAJOR || kernelMinor < OLDEST_MINOR) {
            return Errno.EPROTO;
        }
        long offered = Integer.toUnsignedLong(request.number(12));
        if ((offered & INIT_EXT) != 0) {
            offered |= Integer.toUnsignedLong(request.number(16)) << 32;
        }
        flags = offered & (ringsArePossible ? wanted() | OVER_IO_URING : wanted());
        minor = Math.min(kernelMinor, NEWEST_MINOR);
        write(request.number(8), out);
        return 0;
    }

    private long wanted() {
        return switch (asked) {
            case PASSTHROUGH -> mayPassThrough ? WANTED | PASSTHROUGH : WANTED;
            case WRITEBACK -> WANTED | WRITEBACK_CACHE;
            case SEEN -> WANTED;
        };
    }

    private void write(int readAhead, long out) {
        long agreed = flags;
        NativeMemory.putInt(out, MAJOR);
        NativeMemory.putInt(out + 4, NEWEST_MINOR);
        NativeMemory.putInt(out + 8, readAhead);
        NativeMemory.putInt(out + 12, (int) agreed);
        NativeMemory.putShort(out + 16, (short) MAX_BACKGROUND);
        NativeMemory.putShort(out + 18, (short) CONGESTION);
        NativeMemory.putInt(out + 20, MAX_WRITE);
        NativeMemory.putInt(out + 24, 1);
        NativeMemory.putShort(out + 28, (short) MAX_PAGES_COUNT);
        NativeMemory.putInt(out + 32, (int) (agreed >>> 32));
        NativeMemory.putInt(out + 36, passesThrough() ? stackDepth : 0);
    }

    /** Whether INIT has been answered. */
    boolean isSettled() {
        return minor != 0;
    }

    boolean passesThrough() {
        return (flags & PASSTHROUGH) != 0;
    }

    boolean usesRings() {
        return (flags & OVER_IO_URING) != 0;
    }

    boolean writesBack() {
        return (flags & WRITEBACK_CACHE) != 0;
    }

    /** Whether requests tell if their caller may keep set-user-ID and set-group-ID bits. */
    boolean tellsKeptIds() {
        return (flags & HANDLE_KILLPRIV_V2) != 0;
    }

    /** Whether SETXATTR comes in its long form. */
    boolean extendedSetxattr() {
        return (flags & SETXATTR_EXT) != 0;
    }

    /** Whether a notification makes a name be looked up again, and leaves in place what is mounted there if it proves to be the same (7.38). */
    boolean expiresNames() {
        return minor >= 38;
    }

    /** Whether a notification makes the kernel drop files that nobody uses (7.45). */
    boolean hasPrune() {
        return minor >= 45;
    }

    /** Why there is no passthrough though it was asked for; empty if there is, or it was not. */
    String passthroughRefusal() {
        if (asked != DataMode.PASSTHROUGH || !isSettled() || passesThrough()) {
            return "";
        }
        return mayPassThrough ? "this kernel does not offer it" : "it needs CAP_SYS_ADMIN";
    }
}
