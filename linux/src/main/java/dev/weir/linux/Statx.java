package dev.weir.linux;

import dev.weir.Errno;

/**
 * statx(2) and its result, which has one layout on all architectures:
 *
 * <pre>
 *   0 mask   4 blksize  8 attributes(8)  16 nlink  20 uid  24 gid  28 mode(2)
 *  32 ino(8)  40 size(8)  48 blocks(8)  56 attributes_mask(8)
 *  64 atime  80 btime  96 ctime  112 mtime      each: seconds(8) nanoseconds(4) pad(4)
 * 128 rdev_major 132 rdev_minor 136 dev_major 140 dev_minor  144 mnt_id(8)  152 dio_mem_align 156 dio_offset_align
 * </pre>
 *
 * <p>The result lies where the caller says, 256 bytes; the accessors take that address.
 */
public final class Statx {
    /** The size of the result in bytes. */
    public static final int SIZE = 256;

    /** Everything that stat(2) has. */
    public static final int BASIC_STATS = 0x7ff;

    /** The time of birth. */
    public static final int BTIME = 0x800;

    /** The id of the mount, as in mountinfo. */
    public static final int MNT_ID = 0x1000;

    /** How direct I/O must be aligned. */
    public static final int DIOALIGN = 0x2000;

    /** Do not follow a symbolic link at the end. */
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;

    /** With an empty path: the file of the descriptor itself. */
    public static final int AT_EMPTY_PATH = 0x1000;

    /** Do not trigger automounts. */
    public static final int AT_NO_AUTOMOUNT = 0x800;

    /** Ask the server of a remote or FUSE file system, whatever is cached. */
    public static final int AT_STATX_FORCE_SYNC = 0x2000;

    /** In {@link #attributes}: the file is the root of a mount. */
    public static final long ATTR_MOUNT_ROOT = 0x2000;

    private Statx() {}

    /** statx(2); {@code path} is the address of a C string. Returns 0 or a negated {@link Errno}. */
    public static int stat(NativeThread thread, int directory, long path, int flags, int mask, long result) {
        return (int) RawSyscall.call(thread, SyscallNumbers.STATX, directory, path, flags, mask, result);
    }

    /** The file of a descriptor, also one opened with O_PATH, also a symbolic link. */
    public static int statDescriptor(NativeThread thread, int descriptor, int mask, long result) {
        return stat(thread, descriptor, thread.emptyName(), AT_EMPTY_PATH, mask, result);
    }

    /** Which fields are filled in. */
    public static int mask(long stat) {
        return NativeMemory.getInt(stat);
    }

    /** The preferred size of I/O, in bytes. */
    public static int blockSize(long stat) {
        return NativeMemory.getInt(stat + 4);
    }

    /** The STATX_ATTR_* bits. */
    public static long attributes(long stat) {
        return NativeMemory.getLong(stat + 8);
    }

    /** Which STATX_ATTR_* bits the file system knows. */
    public static long attributesMask(long stat) {
        return NativeMemory.getLong(stat + 56);
    }

    /** The number of hard links. */
    public static int links(long stat) {
        return NativeMemory.getInt(stat + 16);
    }

    /** The owner. */
    public static int uid(long stat) {
        return NativeMemory.getInt(stat + 20);
    }

    /** The group. */
    public static int gid(long stat) {
        return NativeMemory.getInt(stat + 24);
    }

    /** The type and permission bits of st_mode. */
    public static int mode(long stat) {
        return NativeMemory.getShort(stat + 28) & 0xffff;
    }

    /** The inode number. */
    public static long inode(long stat) {
        return NativeMemory.getLong(stat + 32);
    }

    /** The size in bytes. */
    public static long size(long stat) {
        return NativeMemory.getLong(stat + 40);
    }

    /** What is allocated, in units of 512 bytes. */
    public static long blocks(long stat) {
        return NativeMemory.getLong(stat + 48);
    }

    /** The last access: seconds since 1970. */
    public static long accessSeconds(long stat) {
        return NativeMemory.getLong(stat + 64);
    }

    /** The last access: nanoseconds within the second. */
    public static int accessNanos(long stat) {
        return NativeMemory.getInt(stat + 72);
    }

    /** Whether the file system has told the time of birth, which was asked for. */
    public static boolean hasBirth(long stat) {
        return (NativeMemory.getInt(stat) & BTIME) != 0;
    }

    /** The birth: seconds since 1970. */
    public static long birthSeconds(long stat) {
        return NativeMemory.getLong(stat + 80);
    }

    /** The birth: nanoseconds within the second. */
    public static int birthNanos(long stat) {
        return NativeMemory.getInt(stat + 88);
    }

    /** The last change of the inode: seconds since 1970. */
    public static long changeSeconds(long stat) {
        return NativeMemory.getLong(stat + 96);
    }

    /** The last change of the inode: nanoseconds within the second. */
    public static int changeNanos(long stat) {
        return NativeMemory.getInt(stat + 104);
    }

    /** The last change of the content: seconds since 1970. */
    public static long modificationSeconds(long stat) {
        return NativeMemory.getLong(stat + 112);
    }

    /** The last change of the content: nanoseconds within the second. */
    public static int modificationNanos(long stat) {
        return NativeMemory.getInt(stat + 120);
    }

    /** The device that a special file stands for: major number. */
    public static int specialMajor(long stat) {
        return NativeMemory.getInt(stat + 128);
    }

    /** The device that a special file stands for: minor number. */
    public static int specialMinor(long stat) {
        return NativeMemory.getInt(stat + 132);
    }

    /** The device that the file is on: major number. */
    public static int deviceMajor(long stat) {
        return NativeMemory.getInt(stat + 136);
    }

    /** The device that the file is on: minor number. */
    public static int deviceMinor(long stat) {
        return NativeMemory.getInt(stat + 140);
    }

    /** The id of the mount, if {@link #MNT_ID} was asked for and is in {@link #mask}. */
    public static long mountId(long stat) {
        return NativeMemory.getLong(stat + 144);
    }
}
