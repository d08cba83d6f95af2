package dev.weir.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Memory that can be seen at two places: as a segment for this process, and a part of it at an address that was told to the kernel for good. The address stays when the segment has to go another way ({@link #renew}).
 *
 * <p>Pages that are never touched cost nothing. Not safe for use by two threads at once.
 */
public final class TwinMemory {
    private static final byte[] NAME = "weir".getBytes(StandardCharsets.US_ASCII);
    private static final int CLOSE_ON_EXEC_NOT_EXECUTABLE = 1 | 8;

    private final long length;
    private final long from;
    private MemorySegment segment;
    private long twin;

    /**
     * Maps zeros.
     *
     * @param length all of it, in bytes
     * @param from where the part begins that has a second address; a multiple of 64 KiB, which is the largest page
     * @throws OutOfMemoryError if the kernel has none
     */
    public TwinMemory(long length, long from) {
        this.length = length;
        this.from = from;
        this.segment = map();
    }

    /** The memory as this process uses it. It lives as long as somebody refers to it. */
    public MemorySegment segment() {
        return segment;
    }

    /** The second address of the part. */
    public long twin() {
        return twin;
    }

    /**
     * From now on there is fresh memory at the second address, and {@link #segment} is that. The old segment stays as it
     * is for those who use it, and nobody else sees it any more.
     *
     * @throws OutOfMemoryError if the kernel has none; nothing has changed then
     */
    public void renew() {
        segment = map();
    }

    private MemorySegment map() {
        NativeThread thread = NativeThread.current();
        int file = (int) checked(
                RawSyscall.call(thread, SyscallNumbers.MEMFD_CREATE, thread.name(NAME), CLOSE_ON_EXEC_NOT_EXECUTABLE));
        try {
            checked(FileCalls.truncate(thread, file, length));
            long address = checked(MemoryCalls.map(thread, 0, length, MemoryCalls.SHARED, file, 0));
            MemorySegment fresh =
                    MemorySegment.ofAddress(address).reinterpret(length, Arena.ofAuto(), TwinMemory::unmap);
            int fixed = twin == 0 ? MemoryCalls.SHARED : MemoryCalls.SHARED | MemoryCalls.FIXED;
            twin = checked(MemoryCalls.map(thread, twin, length - from, fixed, file, from));
            return fresh;
        } finally {
            FileCalls.close(thread, file);
        }
    }

    private static long checked(long result) {
        if (result < 0) {
            throw new OutOfMemoryError("memory that is seen twice: errno " + -result);
        }
        return result;
    }

    private static void unmap(MemorySegment gone) {
        MemoryCalls.unmap(NativeThread.current(), gone.address(), gone.byteSize());
    }

    /** The kernel does not use the second address any more. */
    public void closeTwin() {
        MemoryCalls.unmap(NativeThread.current(), twin, length - from);
        twin = 0;
    }
}
