package dev.weir.testkit;

import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.manager.AttributeBlock;
import org.jspecify.annotations.Nullable;

/**
 * A file of the in-memory file system: what its names and descriptors lead to. Its monitor guards what is not final; names are the tree's, which is locked before an inode where both are.
 */
final class MemoryInode {
    private static final int BLOCK_SIZE = 4096;
    private static final FileName NO_TARGET = FileName.of("");

    final long number;
    final FileType type;
    final @Nullable MemoryDirectory directory;

    private @Nullable MemoryDetails details;
    private int permissions;
    private int userId;
    private int groupId;
    private int links;
    private long accessNanos;
    private long modificationNanos;
    private long changeNanos;

    private MemoryInode(long number, int mode, @Nullable MemoryDetails details, @Nullable MemoryInode parent) {
        this.number = number;
        this.type = FileType.ofMode(mode);
        this.permissions = mode & 07777;
        this.details = details;
        this.directory = type == FileType.DIRECTORY ? new MemoryDirectory(parent == null ? this : parent) : null;
        modified();
        accessNanos = modificationNanos;
    }

    static MemoryInode of(long number, int mode, int device, @Nullable MemoryInode parent) {
        MemoryDetails details = device == 0 ? null : new MemoryDetails(NO_TARGET, device);
        return new MemoryInode(number, mode, details, parent);
    }

    static MemoryInode link(long number, FileName target) {
        return new MemoryInode(number, FileType.SYMBOLIC_LINK.bits() | 0777, new MemoryDetails(target, 0), null);
    }

    /** What it need not have, made where that is not there yet. */
    synchronized MemoryDetails details() {
        MemoryDetails there = details;
        if (there == null) {
            there = new MemoryDetails(NO_TARGET, 0);
            details = there;
        }
        return there;
    }

    /** The same, or null. */
    synchronized @Nullable MemoryDetails detailsIfAny() {
        return details;
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
        return details == null ? 0 : details.flags;
    }

    synchronized void flags(int newFlags) {
        details().flags = newFlags;
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
            case REGULAR -> details == null ? 0 : details.content.size();
            case SYMBOLIC_LINK -> details().target.length();
            case DIRECTORY -> BLOCK_SIZE;
            default -> 0;
        };
    }

    synchronized void describeTo(AttributeBlock attributes) {
        long blocks = details == null || type != FileType.REGULAR ? 0 : details.content.blocks();
        int device = details == null ? 0 : details.device;
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
