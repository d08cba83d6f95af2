package dev.weir.manager.conformance;

import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PortPeer;
import dev.weir.manager.Manager;
import dev.weir.manager.PortConnection;
import dev.weir.manager.PortReceiver;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A program at the other end of a port, in this process. */
final class PortProgram {
    static final int ROOM = 4096;

    /** What came of asking for a message. */
    record Got(NtStatus status, long id, int replyLength, String text) {}

    final CountDownLatch cutOff = new CountDownLatch(1);
    final PortConnection<?> connection;

    PortProgram(Manager manager, String port, String context) throws FilterException {
        connection = manager.port(port)
                .orElseThrow(() -> new FilterException(NtStatus.OBJECT_NAME_NOT_FOUND, "no port " + port))
                .connect(new PortPeer(4242, 1000, 100), bytes(context), cutOff::countDown);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    CompletableFuture<Got> get() {
        return get(ROOM);
    }

    CompletableFuture<Got> get(int capacity) {
        var got = new Getting();
        connection.get(capacity, got);
        return got.end;
    }

    NtStatus reply(Got to, String text) {
        return reply(to.id(), NtStatus.SUCCESS, text);
    }

    NtStatus reply(long id, NtStatus status, String text) {
        return connection.reply(id, status, bytes(text));
    }

    PortConnection.Answer send(String text, int capacity) {
        return connection.message(bytes(text), capacity);
    }

    void close() {
        connection.disconnected();
    }

    /** Asks for one message; ends with it. */
    static final class Getting implements PortReceiver {
        final CompletableFuture<Got> end = new CompletableFuture<>();

        @Override
        public void received(long messageId, int replyLength, ByteBuffer data) {
            end.complete(new Got(NtStatus.SUCCESS, messageId, replyLength, text(data)));
        }

        @Override
        public void ended(NtStatus status) {
            end.complete(new Got(status, 0, 0, ""));
        }
    }
}
