package dev.weir.fuse;

import dev.weir.linux.FileCalls;
import dev.weir.linux.NativeMemory;
import dev.weir.linux.NativeThread;

/** Sends replies to one descriptor of the device, each by one write. */
record DeviceSink(int descriptor) implements ReplySink {
    @Override
    public long send(long address, long length) {
        return FileCalls.write(NativeThread.current(), descriptor, address, length);
    }

    @Override
    public long send(long header, long headerLength, long data, long dataLength) {
        NativeThread thread = NativeThread.current();
        long vectors = thread.struct();
        NativeMemory.putLong(vectors, header);
        NativeMemory.putLong(vectors + 8, headerLength);
        NativeMemory.putLong(vectors + 16, data);
        NativeMemory.putLong(vectors + 24, dataLength);
        return FileCalls.writev(thread, descriptor, vectors, 2);
    }
}
