package dev.weir.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory straight from the kernel, page-aligned. Unlike that of an {@link Arena} it is not cleared by hand, so that
 * pages which are never touched cost nothing.
 */
public final class PrivateMemory {
    private PrivateMemory() {}

    /**
     * Maps memory of zeros. It is unmapped when nobody refers to the segment, or to a slice of it, any more.
     *
     * @throws OutOfMemoryError if the kernel has none
     */
    public static MemorySegment map(long length) {
        long address = MemoryCalls.map(NativeThread.current(), 0, length, MemoryCalls.PRIVATE_ANONYMOUS, -1, 0);
        if (address < 0) {
            throw new OutOfMemoryError("mmap of " + length + " bytes: errno " + -address);
        }
        return MemorySegment.ofAddress(address).reinterpret(length, Arena.ofAuto(), PrivateMemory::unmap);
    }

    private static void unmap(MemorySegment segment) {
        MemoryCalls.unmap(NativeThread.current(), segment.address(), segment.byteSize());
    }
}
