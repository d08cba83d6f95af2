package dev.weir.testkit;

import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PortPeer;
import dev.weir.PortSecurity;
import dev.weir.manager.Manager;
import dev.weir.manager.PortAccess;
import dev.weir.manager.PortConnection;
import dev.weir.manager.PortObject;
import dev.weir.manager.PortReceiver;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program that is connected to a filter's port, without a socket; from {@link FilterHarness#connect}. Safe on any thread; several threads may get messages and reply at the same time. */
public final class PortProgram implements AutoCloseable {
    /** The user and group that the harness's service has: who owns a port unless its filter says otherwise. */
    static final int SERVICE = 1000;

    private static final int ROOM = 1 << 16;

    private final PortConnection<?> connection;
    private volatile boolean cutOff;

    PortProgram(Manager manager, String name, String context, PortPeer peer) throws FilterException {
        PortObject<?> port = manager.port(name)
                .orElseThrow(() -> new FilterException(NtStatus.OBJECT_NAME_NOT_FOUND, "there is no port " + name));
        if (!access(port.security()).admits(peer, Set.of())) {
            throw new FilterException(
                    NtStatus.ACCESS_DENIED, "user " + peer.userId() + " may not connect to port " + name);
        }
        connection = port.connect(peer, bytes(context), () -> cutOff = true);
    }

    private static PortAccess access(PortSecurity security) throws FilterException {
        return new PortAccess(number(security.owner()), number(security.group()), security.mode());
    }

    private static int number(String id) throws FilterException {
        try {
            return id.isEmpty() ? SERVICE : Integer.parseInt(id);
        } catch (NumberFormatException e) {
            throw new FilterException(
                    NtStatus.INVALID_PARAMETER, "the harness knows users and groups by number, not '" + id + "'");
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Gets the next message (FilterGetMessage), waiting at most {@link FilterHarness#PATIENCE}. */
    public PortMessage get() {
        return get(FilterHarness.PATIENCE);
    }

    /** The same with a time-out: STATUS_TIMEOUT then, and no message is lost. */
    public PortMessage get(Duration timeout) {
        var getting = new Getting();
        connection.get(ROOM, getting);
        try {
            return getting.end.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            connection.cancel(getting);
            PortMessage last = getting.end.join();
            return last.status().equals(NtStatus.CANCELLED) ? PortMessage.none(NtStatus.TIMEOUT) : last;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.cancel(getting);
            return getting.end.join();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Replies (FilterReplyMessage): STATUS_SUCCESS, or STATUS_FLT_NO_WAITER_FOR_REPLY. */
    public NtStatus reply(PortMessage message, String text) {
        return reply(message.id(), NtStatus.SUCCESS, bytes(text));
    }

    public NtStatus reply(long messageId, NtStatus status, ByteBuffer data) {
        return connection.reply(
                messageId,
                status,
                ByteBuffer.allocate(data.remaining()).put(data.duplicate()).flip());
    }

    /**
     * Sends a message and returns the answer (FilterSendMessage); the filter's callback runs on this thread.
     *
     * @param capacity the room for the answer, in bytes
     */
    public PortMessage send(String text, int capacity) {
        PortConnection.Answer answer = connection.message(bytes(text), capacity);
        return new PortMessage(answer.status(), 0, 0, answer.output());
    }

    /** Whether the filter or the manager has ended the connection. */
    public boolean isCutOff() {
        return cutOff;
    }

    /** Goes; the filter's disconnect callback runs on this thread. */
    @Override
    public void close() {
        connection.disconnected();
    }

    private static final class Getting implements PortReceiver {
        private final CompletableFuture<PortMessage> end = new CompletableFuture<>();

        @Override
        public void received(long messageId, int replyLength, ByteBuffer data) {
            end.complete(new PortMessage(NtStatus.SUCCESS, messageId, replyLength, data));
        }

        @Override
        public void ended(NtStatus status) {
            end.complete(PortMessage.none(status));
        }
    }
}
