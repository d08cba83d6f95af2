package dev.weir;

import java.lang.foreign.MemorySegment;

/**
 * The data of an operation: what goes down with a write or a setxattr, what comes up from a read, a getxattr, a readlink or a listing.
 *
 * <p>{@link #segment()} is the request's own memory, which other bytes stand in too: only those from {@link #offset()} to {@code offset() + length()} are this
 * operation's. On the way down {@link #length()} is the room for the answer or the length of the payload; on the way up, what came, as {@link
 * CallbackData#information()} says. Valid during the callback, and while the operation is pended.
 */
public interface DataBuffer {
    MemorySegment segment();

    /** In bytes from the start of the segment. */
    long offset();

    /** In bytes; 0 where the operation carries no data. */
    long length();
}
