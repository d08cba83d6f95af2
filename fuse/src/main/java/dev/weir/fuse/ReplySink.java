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

    /** As {@link #send(long, long)}, of a reply without data, while the memory of the request is still used. */
    default long sendEarly(Exchange user, long address, long length) {
        return send(address, length);
    }

    /**
     * The operation of an exchange leaves its worker.
     *
     * @return true where its buffers are its own until it has answered; else it must not use them any more
     */
    default boolean leaving(Exchange leaver) {
        return false;
    }

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
