package dev.weir.fuse;

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
}
