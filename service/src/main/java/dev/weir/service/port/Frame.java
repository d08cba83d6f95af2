package dev.weir.service.port;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One message of the wire format: a head of {@value #HEAD} bytes, little-endian, and the data.
 *
 * <pre>
 *  0 length of the data(4)  4 type(4)  8 value(4)  12 request(4)  16 id(8)
 * </pre>
 *
 * The last 16 bytes of the head are FltMgr's FILTER_MESSAGE_HEADER and FILTER_REPLY_HEADER, with the request's number in the padding.
 *
 * @param value of a request a size or a status, of an answer a status or a size
 * @param request the client's number for what it asked
 */
record Frame(int type, int value, int request, long id, ByteBuffer data) {
    static final int HEAD = 24;
    static final int VERSION = 1;

    static final int CONNECT = 1;
    static final int GET = 2;
    static final int REPLY = 3;
    static final int SEND = 4;
    static final int CANCEL = 5;

    static final int CONNECTED = 0x81;
    static final int MESSAGE = 0x82;
    static final int REPLIED = 0x83;
    static final int SENT = 0x84;
    static final int NO_MESSAGE = 0x85;

    /** An answer without data. */
    static Frame of(int type, int value, int request) {
        return new Frame(type, value, request, 0, ByteBuffer.allocate(0));
    }

    int size() {
        return HEAD + data.remaining();
    }

    byte[] encoded() {
        return ByteBuffer.allocate(size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(data.remaining())
                .putInt(type)
                .putInt(value)
                .putInt(request)
                .putLong(id)
                .put(data.duplicate())
                .array();
    }
}
