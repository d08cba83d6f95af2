package dev.weir.fuse;

import dev.weir.linux.NativeMemory;
import java.lang.foreign.Arena;

/** Where replies go: the descriptor that their request was read from. Any thread. */
@FunctionalInterface
interface ReplySink {
    /**
     * Sends one whole reply.
     *
     * @param address its header, with the data right behind
     * @return 0 or more, or a negated errno: the requestor never sees it then
     */
    long send(long address, long length);

    /** The same with the data elsewhere than right behind the header. */
    default long send(long header, long headerLength, long data, long dataLength) {
        try (Arena arena = Arena.ofConfined()) {
            long whole = arena.allocate(headerLength + dataLength).address();
            NativeMemory.copy(header, whole, headerLength);
            NativeMemory.copy(data, whole + headerLength, dataLength);
            return send(whole, headerLength + dataLength);
        }
    }
}
