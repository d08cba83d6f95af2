package dev.weir.fuse;

import dev.weir.FileName;
import dev.weir.linux.NativeMemory;
import org.jspecify.annotations.Nullable;

/**
 * One request in its memory, read field by field and never past its end.
 *
 * <pre>
 *  struct fuse_in_header, 40 bytes:
 *   0 len(4)  4 opcode(4)  8 unique(8)  16 nodeid(8)  24 uid(4)  28 gid(4)  32 pid(4)  36 total_extlen(2), in units of 8  38 padding(2)
 * </pre>
 *
 * <p>Offsets are those of the body, which follows the header. Belongs to its exchange.
 */
final class RequestMessage {
    static final int HEADER = 40;

    private static final int MAXIMUM_NAME = 4096;

    private long body;
    private int length;

    /**
     * Looks at a message.
     *
     * @return false where its header says another length than it has
     */
    boolean wrap(long address, long bytes) {
        body = address + HEADER;
        int extensions = Short.toUnsignedInt(NativeMemory.getShort(address + 36)) * 8;
        length = (int) (bytes - HEADER - extensions);
        return NativeMemory.getInt(address) == bytes && length >= 0;
    }

    /** What a message at an address asks for, before anybody looks at it as a whole; null where no request has that number. It has to be as long as the header. */
    static @Nullable Opcode opcodeAt(long address) {
        return Opcode.of(NativeMemory.getInt(address + 4));
    }

    /** As {@link #thread}, of such a message. */
    static int threadAt(long address) {
        return NativeMemory.getInt(address + 32);
    }

    @Nullable
    Opcode opcode() {
        return opcodeAt(body - HEADER);
    }

    long unique() {
        return NativeMemory.getLong(body - HEADER + 8);
    }

    long nodeId() {
        return NativeMemory.getLong(body - HEADER + 16);
    }

    int userId() {
        return NativeMemory.getInt(body - HEADER + 24);
    }

    int groupId() {
        return NativeMemory.getInt(body - HEADER + 28);
    }

    /** The thread that asks, 0 where the kernel does not say. */
    int thread() {
        return threadAt(body - HEADER);
    }

    /** The length of the body. */
    int length() {
        return length;
    }

    /** The address of a field. */
    long address(int offset) {
        return body + offset;
    }

    /** Refuses a message whose body is shorter. */
    void require(int bytes) {
        if (length < bytes) {
            throw RequestRefused.malformed();
        }
    }

    int number(int offset) {
        check(offset, 4);
        return NativeMemory.getInt(body + offset);
    }

    long word(int offset) {
        check(offset, 8);
        return NativeMemory.getLong(body + offset);
    }

    private void check(int offset, int size) {
        if (offset < 0 || offset > length - size) {
            throw RequestRefused.malformed();
        }
    }

    /** A name in a directory: not empty, without a slash. */
    FileName name(int offset) {
        int size = stringLength(offset);
        for (int i = 0; i < size; i++) {
            if (NativeMemory.getByte(body + offset + i) == '/') {
                throw RequestRefused.badName();
            }
        }
        if (size == 0) {
            throw RequestRefused.badName();
        }
        return text(offset);
    }

    /** A string with its NUL: a link's target, an attribute's name. */
    FileName text(int offset) {
        byte[] bytes = NativeMemory.bytes(body + offset, stringLength(offset));
        return FileName.of(bytes);
    }

    /** The offset behind a string and its NUL. */
    int after(int offset) {
        return offset + stringLength(offset) + 1;
    }

    private int stringLength(int offset) {
        check(offset, 1);
        int limit = Math.min(length - offset, MAXIMUM_NAME + 1);
        int size = NativeMemory.stringLength(body + offset, limit);
        if (size == limit) {
            throw RequestRefused.malformed();
        }
        return size;
    }
}
