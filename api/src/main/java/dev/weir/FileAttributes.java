package dev.weir;

/**
 * The attributes of a file as an operation returns them, changeable in a post-operation callback: programs are shown what is left here. Valid during
 * the callback.
 */
public interface FileAttributes {
    /** Whether this operation returned attributes; else every number is 0. */
    boolean isPresent();

    long inode();

    long size();

    void setSize(long bytes);

    /** In units of 512 bytes. */
    long blocks();

    void setBlocks(long blocks);

    /** Format and permission bits. */
    int mode();

    /** Sets the permission bits; the format bits stay. */
    void setMode(int mode);

    int links();

    int userId();

    void setUserId(int uid);

    int groupId();

    void setGroupId(int gid);

    /** The device number of a device node, in the encoding of stat(2). */
    int deviceNumber();

    int blockSize();

    /** Seconds since 1970. */
    long accessSeconds();

    int accessNanos();

    long modificationSeconds();

    int modificationNanos();

    long changeSeconds();

    int changeNanos();

    void setAccessTime(long seconds, int nanos);

    void setModificationTime(long seconds, int nanos);
}
