package dev.weir.fuse;

import dev.weir.linux.NativeMemory;
import dev.weir.linux.PrivateMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The memory of one exchange: the request comes in and the reply goes out here.
 *
 * <pre>
 *  0            small replies: header(16), body
 *  payload-80   the request: header(40), read_in or write_in(40)
 *  payload-16   the header of a reply with data
 *  payload      the data of WRITE where it came, and of READ where it goes; page-aligned
 * </pre>
 *
 * <p>One region serves both ways: a request that is answered with data has been decoded by then. Lives as long as somebody refers to it.
 */
final class Buffers {
    /** Of a reply: len(4), error(4), unique(8). */
    static final int REPLY_HEADER = 16;

    /** The largest body of a small reply: statx. */
    static final int SMALL = 288;

    /** Where data begins in memory that the kernel sees too: the largest page. */
    static final int TWIN_PAYLOAD = 1 << 16;

    private static final int PAGE = 4096;
    private static final int REQUEST = 80;
    private static final int DETACHED_PAYLOAD = REPLY_HEADER + SMALL + REQUEST + 16;

    private final MemorySegment segment;
    private final int payload;
    private final int capacity;

    private Buffers(MemorySegment segment, int payload, int capacity) {
        this.segment = segment;
        this.payload = payload;
        this.capacity = capacity;
    }

    /** For a worker: room for a request with so much data. Its pages are taken when they are first touched. */
    static Buffers ofWorker(int capacity) {
        return new Buffers(PrivateMemory.map((long) PAGE + capacity), PAGE, capacity);
    }

    /** In memory with the payload at {@link #TWIN_PAYLOAD}. */
    static Buffers of(MemorySegment memory) {
        return new Buffers(memory, TWIN_PAYLOAD, (int) memory.byteSize() - TWIN_PAYLOAD);
    }

    /** For an exchange that left its worker: only what it needs. */
    static Buffers detached(int capacity) {
        var segment = Arena.ofAuto().allocate((long) DETACHED_PAYLOAD + capacity, 16);
        return new Buffers(segment, DETACHED_PAYLOAD, capacity);
    }

    MemorySegment segment() {
        return segment;
    }

    /** Where a request is read to. */
    long request() {
        return segment.address() + payload - REQUEST;
    }

    /** The longest request. */
    int requestCapacity() {
        return REQUEST + capacity;
    }

    /** Where a small reply's header goes. */
    long small() {
        return segment.address();
    }

    /** Where data goes, as an offset in the segment. */
    int payloadOffset() {
        return payload;
    }

    /** The address of the data. */
    long payload() {
        return segment.address() + payload;
    }

    /** How much data there is room for. */
    int capacity() {
        return capacity;
    }

    static void header(long at, int length, int errno, long unique) {
        NativeMemory.putInt(at, length);
        NativeMemory.putInt(at + 4, -errno);
        NativeMemory.putLong(at + 8, unique);
    }
}
