package dev.weir.fuse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A reply as the kernel takes it.
 *
 * @param length what the header says
 * @param error 0 or a negated errno
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Answer(int length, int error, long unique, byte[] body) {

    static Answer of(byte[] message) {
        ByteBuffer buffer = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
        byte[] body = new byte[message.length - 16];
        buffer.get(16, body);
        return new Answer(buffer.getInt(0), buffer.getInt(4), buffer.getLong(8), body);
    }

    int number(int offset) {
        return ByteBuffer.wrap(body).order(ByteOrder.nativeOrder()).getInt(offset);
    }

    long word(int offset) {
        return ByteBuffer.wrap(body).order(ByteOrder.nativeOrder()).getLong(offset);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The node of a look-up or creation. */
    long node() {
        return word(0);
    }

    /** The handle of an open. */
    long handle() {
        return word(0);
    }
}
