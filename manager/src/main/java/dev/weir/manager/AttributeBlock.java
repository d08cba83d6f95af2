package dev.weir.manager;

import dev.weir.FileAttributes;
import dev.weir.FileType;

/** The attributes that come back with an operation: filled by the base file system, changed by filters, sent by the front. Belongs to its operation. */
public final class AttributeBlock implements FileAttributes {
    private static final int SET_IDS = 06000;

    private boolean present;
    private long inode;
    private long size;
    private long blocks;
    private int mode;
    private int links;
    private int userId;
    private int groupId;
    private int deviceNumber;
    private int blockSize;
    private long accessSeconds;
    private int accessNanos;
    private long modificationSeconds;
    private int modificationNanos;
    private long changeSeconds;
    private int changeNanos;
    private boolean birthKnown;
    private long birthSeconds;
    private int birthNanos;

    AttributeBlock() {}

    /** Forgets everything. */
    public void clear() {
        present = false;
        set(0, 0, 0, 0, 0, 0, 0, 0, 0);
        setTimes(0, 0, 0, 0, 0, 0);
    }

    /** Fills everything but the times; deviceNumber in the encoding of stat(2). The time of birth is unknown then. */
    public void fill(
            long inode,
            int mode,
            int links,
            int userId,
            int groupId,
            long size,
            long blocks,
            int blockSize,
            int deviceNumber) {
        set(inode, mode, links, userId, groupId, size, blocks, blockSize, deviceNumber);
        present = true;
    }

    void copyFrom(AttributeBlock other) {
        present = other.present;
        set(
                other.inode,
                other.mode,
                other.links,
                other.userId,
                other.groupId,
                other.size,
                other.blocks,
                other.blockSize,
                other.deviceNumber);
        setTimes(
                other.accessSeconds,
                other.accessNanos,
                other.modificationSeconds,
                other.modificationNanos,
                other.changeSeconds,
                other.changeNanos);
        birthKnown = other.birthKnown;
        birthSeconds = other.birthSeconds;
        birthNanos = other.birthNanos;
    }

    private void set(
            long newInode,
            int newMode,
            int newLinks,
            int newUserId,
            int newGroupId,
            long newSize,
            long newBlocks,
            int newBlockSize,
            int newDeviceNumber) {
        inode = newInode;
        mode = newMode;
        links = newLinks;
        userId = newUserId;
        groupId = newGroupId;
        size = newSize;
        blocks = newBlocks;
        blockSize = newBlockSize;
        deviceNumber = newDeviceNumber;
        birthKnown = false;
    }

    /** Fills the times: seconds since 1970 and nanoseconds. */
    public void setTimes(
            long newAccessSeconds,
            int newAccessNanos,
            long newModificationSeconds,
            int newModificationNanos,
            long newChangeSeconds,
            int newChangeNanos) {
        accessSeconds = newAccessSeconds;
        accessNanos = newAccessNanos;
        modificationSeconds = newModificationSeconds;
        modificationNanos = newModificationNanos;
        changeSeconds = newChangeSeconds;
        changeNanos = newChangeNanos;
    }

    @Override
    public boolean isPresent() {
        return present;
    }

    @Override
    public long inode() {
        return inode;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void setSize(long bytes) {
        size = bytes;
    }

    @Override
    public long blocks() {
        return blocks;
    }

    @Override
    public void setBlocks(long newBlocks) {
        blocks = newBlocks;
    }

    @Override
    public int mode() {
        return mode;
    }

    /** Whether it is a regular file with set-user-ID or set-group-ID, which a write takes away. */
    public boolean hasSetIds() {
        return (mode & SET_IDS) != 0 && FileType.ofMode(mode) == FileType.REGULAR;
    }

    @Override
    public void setMode(int newMode) {
        mode = mode & ~0xFFF | newMode & 0xFFF;
    }

    @Override
    public int links() {
        return links;
    }

    @Override
    public int userId() {
        return userId;
    }

    @Override
    public void setUserId(int uid) {
        userId = uid;
    }

    @Override
    public int groupId() {
        return groupId;
    }

    @Override
    public void setGroupId(int gid) {
        groupId = gid;
    }

    @Override
    public int deviceNumber() {
        return deviceNumber;
    }

    @Override
    public int blockSize() {
        return blockSize;
    }

    @Override
    public long accessSeconds() {
        return accessSeconds;
    }

    @Override
    public int accessNanos() {
        return accessNanos;
    }

    @Override
    public long modificationSeconds() {
        return modificationSeconds;
    }

    @Override
    public int modificationNanos() {
        return modificationNanos;
    }

    @Override
    public long changeSeconds() {
        return changeSeconds;
    }

    @Override
    public int changeNanos() {
        return changeNanos;
    }

    /** Whether the file system below tells when the file was made. */
    public boolean hasBirth() {
        return birthKnown;
    }

    public long birthSeconds() {
        return birthSeconds;
    }

    public int birthNanos() {
        return birthNanos;
    }

    /** Fills in when the file was made, after {@link #fill}. */
    public void setBirth(long seconds, int nanos) {
        birthKnown = true;
        birthSeconds = seconds;
        birthNanos = nanos;
    }

    @Override
    public void setAccessTime(long seconds, int nanos) {
        accessSeconds = seconds;
        accessNanos = nanos;
    }

    @Override
    public void setModificationTime(long seconds, int nanos) {
        modificationSeconds = seconds;
        modificationNanos = nanos;
    }
}
