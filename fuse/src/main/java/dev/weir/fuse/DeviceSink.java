package dev.weir.fuse;

import dev.weir.linux.FileCalls;
import dev.weir.linux.NativeThread;

/** Sends replies to one descriptor of the device, each by one write. */
record DeviceSink(int descriptor) implements ReplySink {
    @Override
    public long send(long address, long length) {
        return FileCalls.write(NativeThread.current(), descriptor, address, length);
    }
}
