package dev.weir.linux;

import dev.weir.DataBuffer;
import java.lang.foreign.MemorySegment;

/** Between a thread's staging memory and the data of an operation, which may lie on the Java heap. */
final class HostBuffers {
    private HostBuffers() {}

    static void out(long from, DataBuffer buffer, long position, long length) {
        MemorySegment.copy(NativeMemory.segment(from, length), 0, buffer.segment(), buffer.offset() + position, length);
    }

    static void in(DataBuffer buffer, long position, long to, long length) {
        MemorySegment.copy(buffer.segment(), buffer.offset() + position, NativeMemory.segment(to, length), 0, length);
    }
}
