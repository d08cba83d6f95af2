package dev.weir.fuse;

import dev.weir.linux.NativeMemory;

/**
 * Who waits for the answer to a request. Two that the same thread waits for were asked one after the other, however soon the second one is there.
 */
final class Asker {
    /** It is not waited for. */
    static final int NOBODY = 0;

    /** Not known, or the page cache, which reads ahead and writes back several at a time. */
    static final int MANY = -1;

    private static final int SIZE_OF_DATA = RequestMessage.HEADER + 16;
    private static final int MUCH_DATA = 64 << 10;

    private Asker() {}

    /** The thread that waits for the request at an address, or one of the above. */
    static int of(long request, long bytes) {
        Opcode opcode = bytes < RequestMessage.HEADER ? null : RequestMessage.opcodeAt(request);
        if (opcode == null || !opcode.isAwaited()) {
            return NOBODY;
        }
        boolean hasMuchData = (opcode == Opcode.READ || opcode == Opcode.WRITE)
                && bytes >= SIZE_OF_DATA + 4
                && Integer.compareUnsigned(NativeMemory.getInt(request + SIZE_OF_DATA), MUCH_DATA) >= 0;
        int thread = RequestMessage.threadAt(request);
        return hasMuchData || thread <= 0 ? MANY : thread;
    }
}
