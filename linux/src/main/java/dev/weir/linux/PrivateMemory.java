package dev.weir.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory straight from the kernel, page-aligned. Unlike that of an {@link Arena} it is not cleared by hand, so that
 * pages which are never touched cost nothing.
 */
public final class PrivateMemory {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    private PrivateMemory() {}

    /**
     * Maps memory of zeros. It is unmapped when nobody refers to the segment, or to a slice of it, any more.
     *
     * @throws OutOfMemoryError if the kernel has none
     */
    public static MemorySegment map(long length) {
        NativeThread thread = NativeThread.current();
        long address =
                RawSyscall.call(thread, SyscallNumbers.MMAP, 0, length, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
        if (address < 0) {
            throw new OutOfMemoryError("mmap of " + length + " bytes: errno " + -address);
        }
        return MemorySegment.ofAddress(address).reinterpret(length, Arena.ofAuto(), PrivateMemory::unmap);
    }

    private static void unmap(MemorySegment segment) {
        RawSyscall.call(NativeThread.current(), SyscallNumbers.MUNMAP, segment.address(), segment.byteSize());
    }
}
