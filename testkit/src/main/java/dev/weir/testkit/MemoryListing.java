package dev.weir.testkit;

import dev.weir.DataBuffer;
import dev.weir.FileName;
import dev.weir.manager.Operation;
import dev.weir.operation.ReadDirectory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Writes directory entries in the format of {@link ReadDirectory}, and reads them again. */
final class MemoryListing {
    private static final int HEADER = 24;
    private static final FileName DOT = FileName.of(".");
    private static final FileName DOT_DOT = FileName.of("..");

    private final DataBuffer buffer;
    private final long room;
    private long used;

    private MemoryListing(DataBuffer buffer, long room) {
        this.buffer = buffer;
        this.room = room;
    }

    static void list(Operation operation, ReadDirectory list, MemoryTree tree) {
        MemoryInode inode = OpenFile.of(operation).inode();
        MemoryDirectory directory = MemoryTree.directory(inode);
        DataBuffer buffer = operation.buffer();
        var listing = new MemoryListing(buffer, Math.min(list.byteCount(), buffer.length()));
        synchronized (tree) {
            listing.fill(inode, directory, list.offset());
        }
        operation.succeed(listing.used);
    }

    private void fill(MemoryInode inode, MemoryDirectory directory, long offset) {
        boolean fits = offset > 0 || add(DOT, inode, 1);
        fits = fits && (offset > 1 || add(DOT_DOT, directory.parent(), 2));
        if (!fits || inode.links() == 0) {
            return;
        }
        for (MemoryDirectory.Entry entry : directory.after(offset)) {
            if (!add(entry.name(), entry.inode(), entry.offset())) {
                return;
            }
        }
    }

    private boolean add(FileName name, MemoryInode inode, long offset) {
        long length = HEADER + name.length() + 7 & ~7L;
        if (used + length > room) {
            return false;
        }
        MemorySegment entry = buffer.segment().asSlice(buffer.offset() + used, length);
        entry.fill((byte) 0);
        entry.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, inode.number);
        entry.set(ValueLayout.JAVA_LONG_UNALIGNED, 8, offset);
        entry.set(ValueLayout.JAVA_INT_UNALIGNED, 16, name.length());
        entry.set(ValueLayout.JAVA_INT_UNALIGNED, 20, inode.type.bits() >>> 12);
        MemorySegment.copy(name.bytes(), 0, entry, ValueLayout.JAVA_BYTE, HEADER, name.length());
        used += length;
        return true;
    }
}
