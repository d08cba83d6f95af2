package dev.weir.linux;

import dev.weir.Errno;

/** Mappings, readable and writable. */
final class MemoryCalls {
    static final int SHARED = 1;
    static final int FIXED = 0x10;
    static final int PRIVATE_ANONYMOUS = 0x22;
    static final int POPULATE = 0x8000;

    private static final int PROT_READ_WRITE = 3;

    private MemoryCalls() {}

    /**
     * mmap(2).
     *
     * @param address where, with {@link #FIXED}; else 0
     * @param offset into the descriptor's file, a multiple of the page size
     * @return the address, which is positive, or a negated {@link Errno}
     */
    static long map(NativeThread thread, long address, long length, int flags, int descriptor, long offset) {
        return RawSyscall.call(
                thread, SyscallNumbers.MMAP, address, length, PROT_READ_WRITE, flags, descriptor, offset);
    }

    static void unmap(NativeThread thread, long address, long length) {
        RawSyscall.call(thread, SyscallNumbers.MUNMAP, address, length);
    }
}
