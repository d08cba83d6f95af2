package dev.weir.fuse;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The body of a request, field by field. */
final class Body {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static Body empty() {
        return new Body();
    }

    Body number(int value) {
        return data(ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array());
    }

    Body word(long value) {
        return data(ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putLong(value)
                .array());
    }

    Body name(String text) {
        return data(text.getBytes(StandardCharsets.UTF_8)).data(new byte[1]);
    }

    Body data(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    Body zeros(int count) {
        return data(new byte[count]);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
