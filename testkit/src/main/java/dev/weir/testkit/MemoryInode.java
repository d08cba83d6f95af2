package dev.weir.testkit;

import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.manager.AttributeBlock;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file of the in-memory file system: what its names and descriptors lead to. Its monitor guards what is not final; names are the tree's, which is locked before an inode where both are.
 */
final class MemoryInode {
    private static final int BLOCK_SIZE = 4096;

    final long number;
    final FileType type;
    final MemoryContent content = new MemoryContent();
    final Map<FileName, byte[]> xattrs = new TreeMap<>();
    final LockTable recordLocks = new LockTable();
    final LockTable fileLocks = new LockTable();
    final FileName target;
    final int device;
    final @Nullable MemoryDirectory directory;

    private int permissions;
    private int userId;
    private int groupId;
    private int links;
    private int flags;
    private long accessNanos;
    private long modificationNanos;
    private long changeNanos;

    private MemoryInode(long number, int mode, FileName target, int device, @Nullable MemoryInode parent) {
        this.number = number;
        this.type = FileType.ofMode(mode);
        this.permissions = mode & 07777;
        this.target = target;
        this.device = device;
        this.directory = type == FileType.DIRECTORY ? new MemoryDirectory(parent == null ? this : parent) : null;
        modified();
        accessNanos = modificationNanos;
    }

    static MemoryInode of(long number, int mode, int device, @Nullable MemoryInode parent) {
        return new MemoryInode(number, mode, FileName.of(""), device, parent);
    }

    static MemoryInode link(long number, FileName target) {
        return new MemoryInode(number, FileType.SYMBOLIC_LINK.bits() | 0777, target, 0, null);
    }

    synchronized void owner(int newUserId, int newGroupId) {
        userId = newUserId;
        groupId = newGroupId;
    }

    /** Changes what is not -1. */
    synchronized void changeOwner(int newUserId, int newGroupId) {
        owner(newUserId == -1 ? userId : newUserId, newGroupId == -1 ? groupId : newGroupId);
    }

    synchronized int groupId() {
        return groupId;
    }

    synchronized int permissions() {
        return permissions;
    }

    synchronized void permissions(int bits) {
        permissions = bits & 07777;
    }

    synchronized int links() {
        return links;
    }

    synchronized void addLinks(int count) {
        links += count;
        changed();
    }

    synchronized int flags() {
        return flags;
    }

    synchronized void flags(int newFlags) {
        flags = newFlags;
        changed();
    }

    /** Attributes changed. */
    synchronized void changed() {
        changeNanos = now();
    }

    /** The data or the entries changed. */
    synchronized void modified() {
        modificationNanos = now();
        changeNanos = modificationNanos;
    }

    synchronized void times(long newAccessNanos, long newModificationNanos) {
        accessNanos = newAccessNanos;
        modificationNanos = newModificationNanos;
        changed();
    }

    synchronized long accessNanos() {
        return accessNanos;
    }

    synchronized long modificationNanos() {
        return modificationNanos;
    }

    synchronized long size() {
        return switch (type) {
            case REGULAR -> content.size();
            case SYMBOLIC_LINK -> target.length();
            case DIRECTORY -> BLOCK_SIZE;
            default -> 0;
        };
    }

    synchronized void describeTo(AttributeBlock attributes) {
        long blocks = type == FileType.REGULAR ? content.blocks() : 0;
        attributes.fill(number, type.bits() | permissions, links, userId, groupId, size(), blocks, BLOCK_SIZE, device);
        attributes.setTimes(
                seconds(accessNanos),
                nanos(accessNanos),
                seconds(modificationNanos),
                nanos(modificationNanos),
                seconds(changeNanos),
                nanos(changeNanos));
    }

    /** Now, in nanoseconds since 1970. */
    static long now() {
        return System.currentTimeMillis() * 1_000_000;
    }

    private static long seconds(long nanos) {
        return Math.floorDiv(nanos, 1_000_000_000L);
    }

    private static int nanos(long nanos) {
        return (int) Math.floorMod(nanos, 1_000_000_000L);
    }
}
