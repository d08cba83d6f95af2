package dev.weir.linux;

import dev.weir.Errno;
import java.nio.charset.StandardCharsets;

/**
 * How the page cache above writes its pages back into a file that has capabilities: through a mapping, since the file
 * system below takes capabilities away at each write(2), whoever writes. A program's write has had that effect before
 * it went into the page cache, and a program's store into a mapping has none.
 */
final class MappedWrite {
    private static final byte[] CAPABILITY = "security.capability".getBytes(StandardCharsets.US_ASCII);
    private static final int PAGE = 4096;

    private MappedWrite() {}

    static boolean isNeeded(HostThread thread, int descriptor) {
        return XattrCalls.getOpen(thread.natives, descriptor, thread.natives.name(CAPABILITY), 0, 0) > 0;
    }

    /**
     * Writes as much as lies within the file.
     *
     * @param descriptor open for reading and writing
     * @return the number of bytes, or a negated {@link Errno}
     */
    static long write(HostThread thread, int descriptor, long address, long count, long offset) {
        int known = Statx.statDescriptor(thread.natives, descriptor, Statx.BASIC_STATS, thread.stat);
        long length = Math.min(count, Statx.size(thread.stat) - offset);
        if (known < 0 || length <= 0) {
            return Math.min(known, 0);
        }
        long before = offset % PAGE;
        long whole = before + length;
        long mapped = MemoryCalls.map(thread.natives, 0, whole, MemoryCalls.SHARED, descriptor, offset - before);
        if (mapped < 0) {
            return mapped;
        }
        try {
            return copy(thread, address, mapped + before, length);
        } finally {
            MemoryCalls.unmap(thread.natives, mapped, whole);
        }
    }

    /** By the kernel, which answers an error where a store would be a signal: the disk is full, or the file was cut off. */
    private static long copy(HostThread thread, long from, long to, long length) {
        long vectors = thread.natives.struct();
        NativeMemory.putLong(vectors, from);
        NativeMemory.putLong(vectors + 8, length);
        NativeMemory.putLong(vectors + 16, to);
        NativeMemory.putLong(vectors + 24, length);
        int process = ProcessCalls.process(thread.natives);
        long put = RawSyscall.call(
                thread.natives, SyscallNumbers.PROCESS_VM_WRITEV, process, vectors, 1, vectors + 16, 1, 0);
        return put == -Errno.EFAULT ? -Errno.EIO : put;
    }
}
