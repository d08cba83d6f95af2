package dev.weir.manager;

import dev.weir.DataBuffer;
import dev.weir.DirectoryListing;
import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.NtStatus;
import dev.weir.operation.ReadDirectory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Edits the entries of a listing in the operation's buffer.
 *
 * <pre>
 *  base      written         at       next            end       limit
 *   | kept    | free          | current | not read yet | free     |
 * </pre>
 *
 * <p>Invariant: {@code written <= at <= next <= end <= limit}, and what is kept or not read yet is whole entries. Offsets of added entries:
 *
 * <pre>
 *  0x7fffffff (32 bits)   tag of the instance (12 bits, 1..4094)   key (20 bits)
 * </pre>
 *
 * <p>No directory of Linux's usual file systems has offsets there: ext4's hashes end below 0x7fffffff in the upper half but for its mark of the end, which has all lower bits set.
 */
final class ListingView implements DirectoryListing {
    private static final int HEAD = 24;
    private static final int LONGEST_NAME = 255;
    private static final int KEY_BITS = 20;
    private static final long ADDED = 0x7fffffffL << 32;

    private final Operation operation;
    private final InstanceObject instance;
    private final boolean pre;
    private final MemorySegment memory;
    private final long base;
    private final long limit;
    private final long came;
    private final boolean atEnd;
    private long end;
    private long written;
    private long at;
    private long next;
    private boolean current;
    private boolean dropped;
    private boolean cut;
    private boolean tooLong;
    private boolean closed;
    private long lastOffset;
    private int lastKey;

    ListingView(Operation operation, InstanceObject instance, boolean pre) {
        if (!(operation.parameters() instanceof ReadDirectory request)) {
            throw new IllegalStateException(operation.operationName() + " lists no directory");
        }
        this.operation = operation;
        this.instance = instance;
        this.pre = pre;
        DataBuffer buffer = operation.buffer();
        memory = buffer.segment();
        base = buffer.offset();
        limit = base + Math.min(request.byteCount(), buffer.length());
        boolean own = isAdded(request.offset()) && tag(request.offset()) == instance.listingTag();
        came = pre ? 0 : Math.clamp(operation.information(), 0, limit - base);
        atEnd = own || !pre && came == 0;
        lastKey = own ? (int) (request.offset() & MAXIMUM_KEY - 1) : -1;
        end = base + came;
        written = base;
        at = base;
        next = base;
    }

    /** Whether a program goes on behind entries that a filter added which is gone by now: below, nothing follows. */
    static boolean isBehindTheEnd(Operation operation) {
        return operation.parameters() instanceof ReadDirectory request && isAdded(request.offset());
    }

    private static boolean isAdded(long offset) {
        return offset >>> 32 == ADDED >>> 32 && tag(offset) > 0 && tag(offset) < 0xfff;
    }

    private static int tag(long offset) {
        return (int) (offset >>> KEY_BITS & 0xfff);
    }

    private static long size(int nameLength) {
        return HEAD + nameLength + 7L & ~7L;
    }

    private long sizeAt(long place) {
        int length = end - place < HEAD ? 0 : memory.get(ValueLayout.JAVA_INT_UNALIGNED, place + 16);
        if (length <= 0 || length > LONGEST_NAME * 4 || size(length) > end - place) {
            throw new IllegalStateException("this is not a listing: a filter below wrote something else");
        }
        return size(length);
    }

    @Override
    public boolean next() {
        settle();
        at = next;
        if (at >= end) {
            return false;
        }
        next = at + sizeAt(at);
        lastOffset = memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at + 8);
        current = true;
        dropped = false;
        return true;
    }

    /** Keeps the current entry unless it was dropped. */
    private void settle() {
        if (current && !dropped) {
            keep(at, next);
        }
        current = false;
    }

    private void keep(long from, long to) {
        if (from != written) {
            MemorySegment.copy(memory, from, memory, written, to - from);
        }
        written += to - from;
    }

    private void requireCurrent() {
        if (!current || closed) {
            throw new IllegalStateException("no entry: next() has not been called or returned false");
        }
    }

    @Override
    public FileName name() {
        requireCurrent();
        int length = memory.get(ValueLayout.JAVA_INT_UNALIGNED, at + 16);
        return FileName.of(memory.asSlice(at + HEAD, length).toArray(ValueLayout.JAVA_BYTE));
    }

    @Override
    public long inode() {
        requireCurrent();
        return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    }

    @Override
    public FileType type() {
        requireCurrent();
        return FileType.ofMode(memory.get(ValueLayout.JAVA_INT_UNALIGNED, at + 20) << 12);
    }

    @Override
    public long nextOffset() {
        requireCurrent();
        return lastOffset;
    }

    @Override
    public void drop() {
        requireCurrent();
        dropped = true;
    }

    @Override
    public void setInode(long inode) {
        requireCurrent();
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at, inode);
    }

    @Override
    public void setType(FileType type) {
        requireCurrent();
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, at + 20, type.bits() >>> 12);
    }

    @Override
    public void setName(FileName name) {
        requireCurrent();
        check(name);
        long inode = memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        int type = memory.get(ValueLayout.JAVA_INT_UNALIGNED, at + 20);
        long size = size(name.length());
        if (size > next - written && !makeRoom(size)) {
            return;
        }
        at = next - size;
        write(at, inode, lastOffset, name, type);
    }

    private static void check(FileName name) {
        if (name.length() == 0 || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a name has 1 to " + LONGEST_NAME + " bytes, not " + name.length());
        }
    }

    /** Moves what is not read yet, and leaves what does not fit any more to the next part. False where the current entry itself does not fit: it is the next part's too. */
    private boolean makeRoom(long size) {
        if (written + size > limit) {
            cut = true;
            tooLong = written == base;
            dropped = true;
            next = at;
            end = at;
            return false;
        }
        long more = written + size - next;
        if (end + more > limit) {
            cut = true;
            long fits = next;
            for (long entry = next; entry < end; entry += sizeAt(entry)) {
                if (entry + more <= limit) {
                    fits = entry;
                }
            }
            end = fits;
        }
        MemorySegment.copy(memory, next, memory, next + more, end - next);
        next += more;
        end += more;
        return true;
    }

    private void write(long place, long inode, long offset, FileName name, int type) {
        long size = size(name.length());
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, place + size - 8, 0);
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, place, inode);
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, place + 8, offset);
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, place + 16, name.length());
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, place + 20, type);
        MemorySegment.copy(name.bytes(), 0, memory, ValueLayout.JAVA_BYTE, place + HEAD, name.length());
    }

    @Override
    public boolean isAtEnd() {
        return atEnd;
    }

    @Override
    public boolean add(int key, FileName name, long inode, FileType type) {
        if (!atEnd || closed) {
            throw new IllegalStateException("entries can be added at the end of a directory only: ask isAtEnd()");
        }
        check(name);
        if (key < 0 || key >= MAXIMUM_KEY) {
            throw new IllegalArgumentException("key " + key + " is outside 0.." + (MAXIMUM_KEY - 1));
        }
        if (key <= lastKey) {
            return true;
        }
        long size = size(name.length());
        if (cut || written + size > limit) {
            cut = true;
            tooLong = written == base;
            return false;
        }
        write(written, inode, ADDED | (long) instance.listingTag() << KEY_BITS | key, name, type.bits() >>> 12);
        written += size;
        lastKey = key;
        return true;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        settle();
        if (next < end) {
            keep(next, end);
        }
        closed = true;
        if (pre && !atEnd) {
            return;
        }
        if (tooLong) {
            // As getdents(2): not even one entry fits.
            operation.setStatus(NtStatus.INVALID_BUFFER_SIZE);
        } else if (came > 0 && written == base) {
            operation.flight.listAgain(lastOffset);
        } else if (pre || written - base != came) {
            operation.setStatus(NtStatus.SUCCESS, written - base);
        }
    }
}
