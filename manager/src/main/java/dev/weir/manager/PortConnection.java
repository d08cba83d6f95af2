package dev.weir.manager;

import dev.weir.ClientPort;
import dev.weir.CommunicationPort;
import dev.weir.MessageResult;
import dev.weir.NtStatus;
import dev.weir.PortDefinition;
import dev.weir.PortMessageCallback;
import dev.weir.PortPeer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Both ends of one connection to a port: the filter has it as a {@link ClientPort}, the transport calls the rest for its client. Safe on any thread.
 *
 * <p>The disconnect callback comes once, after the last message callback of the connection has returned. The lock of this object guards the state; it is never held during a callback.
 */
public final class PortConnection<C> implements ClientPort {
    /** The size of FILTER_MESSAGE_HEADER and of FILTER_REPLY_HEADER, in bytes. */
    public static final int HEADER = 16;

    private static final int INFINITE = 0;

    private final PortObject<C> port;
    private final PortPeer peer;
    private final Runnable link;
    private final PortQueue queue;
    private final List<Thread> callbacks = new ArrayList<>();
    private @Nullable C cookie;
    private @Nullable PortDefinition<C> definition;
    private boolean disconnecting;
    private boolean ended;

    PortConnection(PortObject<C> port, PortDefinition<C> definition, PortPeer peer, Runnable link) {
        this.port = port;
        this.queue = new PortQueue(port.clock());
        this.definition = definition;
        this.peer = peer;
        this.link = link;
        callbacks.add(Thread.currentThread());
    }

    /**
     * With no lock: the connect callback has returned. Returns whether the client is connected: it may be over already, and then the disconnect callback has come.
     *
     * @param accepted null where the filter refused
     */
    boolean connected(@Nullable C accepted) {
        if (accepted == null) {
            queue.close();
        }
        synchronized (this) {
            callbacks.remove(Thread.currentThread());
            if (definition != null) {
                cookie = accepted;
            }
            disconnecting |= accepted == null;
        }
        if (accepted == null) {
            end();
            return false;
        }
        disconnectIfDue();
        return !queue.isClosed();
    }

    // ---- the filter's end

    @Override
    public PortPeer peer() {
        return peer;
    }

    @Override
    public MessageResult sendMessage(ByteBuffer message, Duration timeout) {
        return send(message, -1, timeout);
    }

    @Override
    public MessageResult sendMessage(ByteBuffer message, int maximumReply, Duration timeout) {
        return maximumReply < 0 ? MessageResult.of(NtStatus.INVALID_PARAMETER) : send(message, maximumReply, timeout);
    }

    private MessageResult send(ByteBuffer message, int maximumReply, Duration timeout) {
        if (timeout.isNegative()) {
            return MessageResult.of(NtStatus.INVALID_PARAMETER);
        }
        if (isConnecting()) {
            return MessageResult.of(NtStatus.INVALID_DEVICE_REQUEST);
        }
        boolean forever = timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0;
        return queue.send(message, maximumReply, forever ? INFINITE : timeout.toNanos());
    }

    /** Whether this is the connect callback: its client can't ask for a message before that returns. */
    private synchronized boolean isConnecting() {
        return cookie == null && callbacks.contains(Thread.currentThread());
    }

    @Override
    public void close() {
        if (shut()) {
            port.administration().execute(this::disconnectIfDue);
        }
    }

    // ---- the client's end

    /**
     * The client asks for a message (FilterGetMessage). Does not block: the receiver is told, now or later.
     *
     * @param capacity the client's room, with {@link #HEADER} bytes for the header
     */
    public void get(int capacity, PortReceiver receiver) {
        queue.get(capacity, receiver);
    }

    /** The client does not wait for a message any more: its receiver ends with STATUS_CANCELLED, unless it has got one. */
    public void cancel(PortReceiver receiver) {
        queue.cancel(receiver);
    }

    /**
     * The client replies (FilterReplyMessage). Does not block.
     *
     * @param data not touched any more by the caller
     * @return STATUS_SUCCESS, or STATUS_FLT_NO_WAITER_FOR_REPLY where the message timed out, was replied to, wanted no reply or never was; STATUS_INVALID_HANDLE after the end
     */
    public NtStatus reply(long messageId, NtStatus status, ByteBuffer data) {
        return queue.reply(messageId, status, data);
    }

    /**
     * What a message of a client's came to.
     *
     * @param output read-only
     */
    public record Answer(NtStatus status, ByteBuffer output) {
        static Answer of(NtStatus status) {
            return new Answer(status, ByteBuffer.allocate(0).asReadOnlyBuffer());
        }
    }

    /**
     * The client sends a message (FilterSendMessage). Runs the filter's callback on this thread.
     *
     * @param input not touched any more by the caller
     * @param capacity the client's room for an answer, in bytes
     * @return the callback's status and what it wrote; STATUS_INVALID_DEVICE_REQUEST where the filter takes no messages, STATUS_INVALID_HANDLE after the end
     */
    public Answer message(ByteBuffer input, int capacity) {
        PortDefinition<C> defined;
        C known;
        synchronized (this) {
            defined = definition;
            known = cookie;
            if (defined == null || known == null || disconnecting || queue.isClosed()) {
                return Answer.of(NtStatus.INVALID_HANDLE);
            }
            callbacks.add(Thread.currentThread());
        }
        try {
            Optional<PortMessageCallback<C>> callback = defined.message();
            if (callback.isEmpty()) {
                return Answer.of(NtStatus.INVALID_DEVICE_REQUEST);
            }
            ByteBuffer output = ByteBuffer.allocate(Math.clamp(capacity, 0, CommunicationPort.MAXIMUM_MESSAGE));
            return call(callback.get(), known, input.slice().asReadOnlyBuffer(), output);
        } finally {
            synchronized (this) {
                callbacks.remove(Thread.currentThread());
            }
            disconnectIfDue();
        }
    }

    private Answer call(PortMessageCallback<C> callback, C known, ByteBuffer input, ByteBuffer output) {
        try {
            NtStatus status = callback.message(known, input, output);
            if (isMissing(status)) {
                port.found("answered null to a message", "counts as STATUS_UNSUCCESSFUL");
                return Answer.of(NtStatus.UNSUCCESSFUL);
            }
            return new Answer(status, output.flip().asReadOnlyBuffer());
        } catch (Throwable failure) {
            port.threw("the message callback", failure);
            return Answer.of(NtStatus.UNSUCCESSFUL);
        }
    }

    private static boolean isMissing(@Nullable Object answer) {
        return answer == null;
    }

    /** The client has gone. Runs the disconnect callback on this thread, unless a message callback runs still: then it comes after that. */
    public void disconnected() {
        shut();
        disconnectIfDue();
    }

    // ---- the end

    /** Nothing more goes through. Returns whether this call ended it. */
    boolean shut() {
        if (!queue.close()) {
            return false;
        }
        link.run();
        return true;
    }

    private void disconnectIfDue() {
        PortDefinition<C> defined;
        C known;
        synchronized (this) {
            defined = definition;
            known = cookie;
            if (disconnecting || defined == null || known == null || !callbacks.isEmpty() || !queue.isClosed()) {
                return;
            }
            disconnecting = true;
            callbacks.add(Thread.currentThread());
        }
        try {
            defined.disconnect().disconnect(known);
        } catch (Throwable failure) {
            port.threw("the disconnect callback", failure);
        } finally {
            end();
        }
    }

    /** Nothing of the filter's is reachable from here any more. */
    private void end() {
        synchronized (this) {
            callbacks.remove(Thread.currentThread());
            cookie = null;
            definition = null;
        }
        port.ended(this);
        // Last: whoever waits for this finds it in no list any more.
        synchronized (this) {
            ended = true;
        }
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Unlinks it without a callback: the filter is abandoned. */
    void abandon() {
        synchronized (this) {
            disconnecting = true;
        }
        shut();
        end();
    }

    synchronized boolean isCallback(Thread thread) {
        return callbacks.contains(thread);
    }

    /** What an unload waits for here, or would. */
    synchronized String describe() {
        String client = "client process " + peer.processId() + " of user " + peer.userId();
        if (!callbacks.isEmpty()) {
            Thread thread = callbacks.getFirst();
            String which = disconnecting ? "disconnect" : cookie == null ? "connect" : "message";
            return client + ": its " + which + " callback is running in " + thread.getName()
                    + FlightDescription.top(thread);
        }
        String messages = queue.describe();
        return messages.isEmpty() ? client : client + ", messages: " + messages;
    }
}
