package dev.weir.fuse;

import dev.weir.FileName;
import dev.weir.linux.NativeMemory;
import dev.weir.linux.NativeThread;
import dev.weir.manager.FileNodeObject;

/**
 * The notifications that make the kernel forget. Safe on any thread; blocks as each says.
 *
 * <pre>
 *  fuse_out_header:  0 len(4)  4 the notification(4)  8 zero
 *  inval_inode 24:   0 ino  8 off  16 len        offset 0, length 0: attributes and all data; offset -1: attributes
 *  prune 16, nodes:  0 count(4)  8 zero          the nodes
 *  inval_entry 16:   0 parent  8 namelen(4)  12 flags(4)     name, NUL
 * </pre>
 *
 * <p>That the kernel does not know the node any more is as good.
 */
final class Notices {
    private static final int INVAL_INODE = 2;
    private static final int INVAL_ENTRY = 3;
    private static final int PRUNE = 9;
    private static final int EXPIRE_ONLY = 1;
    private static final int HEADER = 16;
    private static final int LONGEST_NAME = 255;

    private final Connection connection;
    private final ReplySink sink;

    Notices(Connection connection, ReplySink sink) {
        this.connection = connection;
        this.sink = sink;
    }

    /** Whether the kernel can know anything of a node. */
    boolean isKnown(FileNodeObject node) {
        return connection.negotiation().isSettled()
                && (node == connection.volume().root()
                        || node.frontState() instanceof NodeState state && state.isKnown());
    }

    /** A file's attributes, not its data; does not block. */
    void attributes(FileNodeObject node) {
        inode(node, -1);
    }

    /** A file's attributes and data, which is written back first, or a directory's listing; waits for requests that hold its pages. */
    void data(FileNodeObject node) {
        inode(node, 0);
    }

    /** The file itself, where nobody has it open or mapped, from 7.45 on; waits for requests that change its directories. */
    void unused(FileNodeObject node) {
        long at = body();
        NativeMemory.putLong(at, 1);
        NativeMemory.putLong(at + 8, 0);
        NativeMemory.putLong(at + 16, node.id());
        send(PRUNE, 24);
    }

    private void inode(FileNodeObject node, long offset) {
        long at = body();
        NativeMemory.putLong(at, node.id());
        NativeMemory.putLong(at + 8, offset);
        NativeMemory.putLong(at + 16, 0);
        send(INVAL_INODE, 24);
    }

    /**
     * A name, which stays until somebody asks for it and it proves to be another's; waits for requests that change the directory. Before 7.38 it goes at once, with what is mounted on it.
     *
     * <p>INC_EPOCH would do it for all names at once, but throws them out as the kernel comes to them: mounts go with them, and programs that run from there are "(deleted)".
     */
    void name(FileNodeObject directory, FileName name) {
        byte[] bytes = name.bytes();
        if (bytes.length > LONGEST_NAME) {
            return;
        }
        long at = body();
        NativeMemory.putLong(at, directory.id());
        NativeMemory.putInt(at + 8, bytes.length);
        NativeMemory.putInt(at + 12, connection.negotiation().expiresNames() ? EXPIRE_ONLY : 0);
        NativeMemory.copyIn(bytes, 0, at + 16, bytes.length);
        NativeMemory.putByte(at + 16 + bytes.length, (byte) 0);
        send(INVAL_ENTRY, 16 + bytes.length + 1);
    }

    /** In the thread's scratch memory. */
    private static long body() {
        return NativeThread.current().struct() + HEADER;
    }

    private void send(int notification, int length) {
        long message = body() - HEADER;
        Buffers.header(message, HEADER + length, -notification, 0);
        sink.send(message, HEADER + (long) length);
    }
}
