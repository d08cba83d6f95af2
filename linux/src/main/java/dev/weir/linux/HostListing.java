package dev.weir.linux;

import dev.weir.Errno;

/**
 * Reads an open directory into the entries that {@code ReadDirectory} has. The kernel's own entries differ in their
 * head:
 *
 * <pre>
 *  getdents64: 0 inode(8)  8 next(8)  16 record length(2)  18 type(1)       19 name NUL
 *  answer:     0 inode(8)  8 next(8)  16 name length(4)    20 type(4)       24 name, zeros up to a multiple of 8
 * </pre>
 */
final class HostListing {
    private static final int HEAD = 24;
    private static final int LONGEST_ENTRY = 280;

    private final int descriptor;

    /** Where the descriptor stands; -1 if unknown. */
    private long position;

    HostListing(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Entries from an offset on.
     *
     * @return how many bytes were filled in, 0 at the end, or a negated {@link Errno}
     */
    synchronized int read(HostThread thread, long offset, long buffer, int length) {
        if (offset != position) {
            long moved = FileCalls.seek(thread.natives, descriptor, offset, 0);
            if (moved < 0) {
                return (int) moved;
            }
        }
        // An answer's entry is at most a third longer than the kernel's, so that few are read in vain.
        int wanted = Math.min(Math.max(length / 4 * 3, LONGEST_ENTRY), HostThread.STAGING_SIZE);
        int filled = DirectoryCalls.list(thread.natives, descriptor, thread.staging, wanted);
        position = -1;
        return filled <= 0 ? filled : copy(thread.staging, filled, offset, buffer, length);
    }

    private int copy(long entries, int filled, long offset, long buffer, int length) {
        int written = 0;
        long next = offset;
        int at = 0;
        while (at < filled) {
            long entry = entries + at;
            int record = NativeMemory.getShort(entry + 16) & 0xffff;
            int name = NativeMemory.stringLength(entry + 19, record - 19);
            int size = HEAD + name + 7 & ~7;
            if (written + size > length) {
                break;
            }
            next = write(entry, name, buffer + written, size);
            written += size;
            at += record;
        }
        if (at == filled) {
            position = next;
        }
        return written == 0 ? -Errno.EINVAL : written;
    }

    private static long write(long entry, int name, long to, int size) {
        long next = NativeMemory.getLong(entry + 8);
        NativeMemory.putLong(to + size - 8, 0);
        NativeMemory.putLong(to, NativeMemory.getLong(entry));
        NativeMemory.putLong(to + 8, next);
        NativeMemory.putInt(to + 16, name);
        NativeMemory.putInt(to + 20, NativeMemory.getByte(entry + 18));
        NativeMemory.copy(entry + 19, to + HEAD, name);
        return next;
    }
}
