package dev.weir.testkit.posix;

import dev.weir.Errno;

/**
 * What stat(2) says. Times are in nanoseconds since 1970.
 *
 * @param errno 0, or the error number, with which nothing else means anything
 * @param mode type and permissions
 * @param blocks of 512 bytes
 * @param device the number of a device file, as mknod(2) takes it
 */
public record FileStatus(
        int errno,
        long inode,
        int mode,
        long links,
        int userId,
        int groupId,
        long size,
        long blocks,
        long device,
        long accessed,
        long modified,
        long changed) {
    private static final long NANOS = 1_000_000_000L;
    private static final int PERMISSIONS = 07777;

    public static FileStatus refused(int errno) {
        return new FileStatus(errno, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    public int permissions() {
        return mode & PERMISSIONS;
    }

    public int type() {
        return mode & PosixVolume.FILE_TYPE;
    }

    /** User and group, such as {@code 1000:100}. */
    public String owner() {
        return userId + ":" + groupId;
    }

    /** What the call came to, without the attributes. */
    public Answer answer() {
        return Answer.of(-errno);
    }

    /**
     * What two directories are compared by: {@link Attributes#toText}.
     *
     * @param tellsTimes whether the time of modification is in it
     */
    public Answer comparable(boolean tellsTimes) {
        long seconds = tellsTimes ? Math.floorDiv(modified, NANOS) : 0;
        return errno == 0
                ? new Answer(0, new Attributes(mode, links, userId, groupId, size, seconds).toText())
                : answer();
    }

    /** Says why where it was refused. */
    public FileStatus orFail() {
        if (errno != 0) {
            throw new CheckFailed("stat: " + Errno.name(errno));
        }
        return this;
    }
}
