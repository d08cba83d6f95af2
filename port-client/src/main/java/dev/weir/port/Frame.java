package dev.weir.port;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/** One message of the wire format: length(4), type(4), value(4), request(4), id(8), little-endian, and the data. */
record Frame(int type, int value, int request, long id, ByteBuffer data) {
    static final int HEAD = 24;
    static final int LIMIT = 1 << 20;
    static final int VERSION = 1;
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    static final int CONNECT = 1;
    static final int GET = 2;
    static final int REPLY = 3;
    static final int SEND = 4;
    static final int CANCEL = 5;

    static final int CONNECTED = 0x81;
    static final int MESSAGE = 0x82;

    ByteBuffer encoded() {
        return ByteBuffer.allocate(HEAD + data.remaining())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(data.remaining())
                .putInt(type)
                .putInt(value)
                .putInt(request)
                .putLong(id)
                .put(data.duplicate())
                .flip();
    }

    static Frame read(ReadableByteChannel from) throws IOException {
        ByteBuffer head = fill(from, HEAD).order(ByteOrder.LITTLE_ENDIAN);
        int length = head.getInt();
        if (length < 0 || length > LIMIT) {
            throw new IOException("the service sent a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        int type = head.getInt();
        int value = head.getInt();
        int request = head.getInt();
        long id = head.getLong();
        return new Frame(type, value, request, id, fill(from, length).asReadOnlyBuffer());
    }

    private static ByteBuffer fill(ReadableByteChannel from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (from.read(buffer) < 0) {
                throw new EOFException("the connection has ended");
            }
        }
        return buffer.flip();
    }
}
