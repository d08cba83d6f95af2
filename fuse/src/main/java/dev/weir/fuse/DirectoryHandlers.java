package dev.weir.fuse;

import dev.weir.FileName;
import dev.weir.MajorFunction;
import dev.weir.linux.NativeMemory;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Requests;

/**
 * Lists directories.
 *
 * <pre>
 *  read_in 40: 0 fh  8 offset  16 size(4)
 *  dirent:     0 ino  8 off  16 namelen(4)  20 type(4)  24 name, zeros up to a multiple of 8: as operations have it
 *  direntplus: entry_out(128), dirent
 * </pre>
 *
 * <p>READDIRPLUS saves the kernel its look-ups. While a filter wants to see look-ups or attributes, its entries name no nodes, so that the kernel asks for each.
 */
final class DirectoryHandlers {
    private static final int DIRENT = 24;
    private static final int DATA_ONLY = 1;

    /** The smallest entry grows to 5 times its size: so much less is asked for. */
    private static final int GROWTH = 5;

    private static final int LARGEST_DIRENT = DIRENT + 256;

    private DirectoryHandlers() {}

    static void readdir(Exchange x) {
        x.request.require(40);
        FileHandleObject handle = x.handle(x.request.word(0));
        int size = roomFor(x, x.buffers().capacity());
        Requests.readdir(x.operation, x.request.word(8), size);
        x.room(0, size);
        x.start(handle, DataHandlers::bytes);
    }

    private static int roomFor(Exchange x, int most) {
        int size = x.request.number(16);
        if (size < 0) {
            throw RequestRefused.malformed();
        }
        return Math.min(size, most);
    }

    static void readdirplus(Exchange x) {
        x.request.require(40);
        FileHandleObject handle = x.handle(x.request.word(0));
        int size = roomFor(x, x.buffers().capacity() / 4 * 3);
        int room = Math.min(size, Math.max(size / GROWTH, LARGEST_DIRENT));
        Requests.readdir(x.operation, x.request.word(8), room);
        // The entries come in behind the room for the reply, which is made of them.
        x.number = size;
        x.room(size, room);
        x.start(handle, DirectoryHandlers::listed);
    }

    private static void listed(Exchange x) {
        if (x.replyFailure()) {
            return;
        }
        boolean looksUp =
                !x.volume().wants(MajorFunction.QUERY_OPEN) && !x.volume().wants(MajorFunction.QUERY_INFORMATION);
        FileNodeObject directory = x.operation.handle().node();
        int came = Math.clamp(x.operation.information(), 0, x.size());
        long from = x.dataAddress(came);
        long end = from + came;
        long out = x.buffers().payload();
        long outEnd = out + x.number;
        int written = 0;
        while (end - from > DIRENT) {
            int nameLength = NativeMemory.getInt(from + 16);
            if (nameLength <= 0 || nameLength > end - from - DIRENT) {
                break;
            }
            int length = DIRENT + nameLength + 7 & ~7;
            if (out + written + Entries.ENTRY + length > outEnd) {
                break;
            }
            long at = out + written;
            NativeMemory.clear(at, Entries.ENTRY + length);
            NativeMemory.copy(from, at + Entries.ENTRY, DIRENT + nameLength);
            if (looksUp && !isDots(from + DIRENT, nameLength)) {
                lookUp(x, directory, at, NativeMemory.bytes(from + DIRENT, nameLength));
            }
            written += Entries.ENTRY + length;
            from += length;
        }
        if (!x.replyData(written)) {
            forgetAll(x, out, written);
        }
    }

    private static boolean isDots(long name, int length) {
        return NativeMemory.getByte(name) == '.'
                && (length == 1 || length == 2 && NativeMemory.getByte(name + 1) == '.');
    }

    private static void lookUp(Exchange x, FileNodeObject directory, long at, byte[] name) {
        Probe probe = x.probe();
        FileNodeObject node = probe.lookup(directory, FileName.of(name));
        if (node == null) {
            return;
        }
        if (!probe.attributes().isPresent()) {
            node.release(1);
            return;
        }
        NodeState.of(node).told();
        Entries.entry(at, directory, node, probe.attributes(), x.connection.beliefs());
    }

    /** The kernel did not get the entries. */
    private static void forgetAll(Exchange x, long out, int written) {
        int at = 0;
        while (at < written) {
            FileNodeObject node = x.volume().nodes().byId(NativeMemory.getLong(out + at));
            if (node != null && NodeState.of(node).forgotten(1) == 1) {
                node.release(1);
            }
            at += Entries.ENTRY + (DIRENT + NativeMemory.getInt(out + at + Entries.ENTRY + 16) + 7 & ~7);
        }
    }

    static void fsyncdir(Exchange x) {
        FileHandleObject handle = x.handle(x.request.word(0));
        Requests.fsyncdir(x.operation, (x.request.number(8) & DATA_ONLY) != 0);
        x.start(handle, DataHandlers::done);
    }
}
