package dev.weir.port;

import dev.weir.NtStatus;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/**
 * A connection to a filter's port: gets the filter's messages and replies to them, and sends it messages of its own.
 *
 * <pre>{@code
 * try (PortClient port = PortClient.connect("scan")) {
 *     while (true) {
 *         PortMessage message = port.getMessage();
 *         port.reply(message, NtStatus.SUCCESS, verdict(message.data()));
 *     }
 * }
 * }</pre>
 *
 * <p>Safe on any thread: several may get messages, reply and send at the same time, at most 64 and 16 of them. A thread that is interrupted while it writes to a service that does not read ends the
 * connection. A daemon thread reads.
 *
 * <p>A program that works through a mount which its own port's filter holds waits for itself: let the filter pass what the process of its {@code ClientPort.peer()} does.
 */
public final class PortClient implements AutoCloseable {
    /** The most that a message, a reply or a context has, in bytes. */
    public static final int MAXIMUM_MESSAGE = Frame.LIMIT;

    private static final int HEADER = 16;

    private final Exchange exchange;

    private PortClient(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Connects without a context; see {@link #connect(String, ByteBuffer)}. */
    public static PortClient connect(String port) throws IOException {
        return connect(port, Frame.NOTHING);
    }

    /**
     * Connects to a port of the service that {@code $WEIR_SOCKET} names, else of this user's own, else of root's (FilterConnectCommunicationPort). Blocks until the filter has decided.
     *
     * @param context for the filter's connect callback
     * @throws PortException the refusal: its status says which
     */
    public static PortClient connect(String port, ByteBuffer context) throws IOException {
        List<Path> candidates = PortPaths.candidates(port, System.getenv());
        boolean chosen = candidates.size() == 1
                && !System.getenv().getOrDefault("WEIR_SOCKET", "").isEmpty();
        for (Path candidate : candidates) {
            if (Files.exists(candidate)) {
                return connect(candidate, context, !chosen);
            }
        }
        throw new PortException(
                NtStatus.OBJECT_NAME_NOT_FOUND,
                "there is no port at " + candidates + ": is its filter loaded, and WEIR_SOCKET right?");
    }

    /** Connects to a port's socket. Whose it is, is not asked: the caller knows the path. */
    public static PortClient connect(Path socket, ByteBuffer context) throws IOException {
        return connect(socket, context, false);
    }

    private static PortClient connect(Path socket, ByteBuffer context, boolean checked) throws IOException {
        SocketChannel channel = open(socket);
        try {
            if (checked && !isTrusted(channel)) {
                throw new PortException(NtStatus.ACCESS_DENIED, socket + " belongs to somebody else's process");
            }
            Frame answer = ask(channel, new Frame(Frame.CONNECT, Frame.VERSION, 0, 0, limited(context)));
            NtStatus status = NtStatus.of(answer.value());
            if (answer.type() != Frame.CONNECTED || !status.isSuccess()) {
                throw new PortException(status, "port " + socket + " refused: " + status);
            }
            return new PortClient(new Exchange(channel, String.valueOf(socket.getFileName())));
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /** A service that is full answers and closes without reading. */
    private static Frame ask(SocketChannel channel, Frame request) throws IOException {
        try {
            write(channel, request);
        } catch (IOException notRead) {
            try {
                return Frame.read(channel);
            } catch (IOException noAnswer) {
                notRead.addSuppressed(noAnswer);
                throw notRead;
            }
        }
        return Frame.read(channel);
    }

    private static SocketChannel open(Path socket) throws IOException {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException failed) {
            boolean isThere = Files.exists(socket);
            boolean denied = isThere && !Files.isWritable(socket);
            throw new PortException(
                    denied ? NtStatus.ACCESS_DENIED : NtStatus.OBJECT_NAME_NOT_FOUND,
                    "port " + socket + ": " + failed.getMessage());
        }
    }

    private static boolean isTrusted(SocketChannel channel) throws IOException {
        var user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        return user.equals(Files.getOwner(Path.of("/proc/self")))
                || user.getName().equals("root");
    }

    static void write(SocketChannel channel, Frame frame) throws IOException {
        ByteBuffer bytes = frame.encoded();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer limited(ByteBuffer data) {
        if (data.remaining() > MAXIMUM_MESSAGE) {
            throw new IllegalArgumentException(data.remaining() + " bytes are more than " + MAXIMUM_MESSAGE);
        }
        return data;
    }

    /** Gets the filter's next message (FilterGetMessage). Blocks until there is one. */
    public PortMessage getMessage() throws PortException, InterruptedException {
        return getMessage(Duration.ZERO).orElseThrow();
    }

    /**
     * The same with a time-out. Neither that nor an interrupt loses a message: it is the next one's.
     *
     * @param timeout {@link Duration#ZERO} is without end
     * @return empty where none came in time
     */
    public Optional<PortMessage> getMessage(Duration timeout) throws PortException, InterruptedException {
        return exchange.get(MAXIMUM_MESSAGE + HEADER, timeout);
    }

    /** Replies to a message; see {@link #reply(long, NtStatus, ByteBuffer)}. */
    public NtStatus reply(PortMessage message, NtStatus status, ByteBuffer data)
            throws PortException, InterruptedException {
        return reply(message.id(), status, data);
    }

    /**
     * Replies to a message, once (FilterReplyMessage).
     *
     * @param status for the filter, which gets it as it is
     * @param data as much as the message's {@link PortMessage#maximumReply}: of more the filter gets the beginning, and STATUS_BUFFER_OVERFLOW
     * @return STATUS_SUCCESS, or STATUS_FLT_NO_WAITER_FOR_REPLY where nobody waits any more, or never did
     */
    public NtStatus reply(long messageId, NtStatus status, ByteBuffer data) throws PortException, InterruptedException {
        return NtStatus.of(exchange.call(Frame.REPLY, status.value(), messageId, limited(data))
                .value());
    }

    /**
     * Sends the filter a message and waits for its answer (FilterSendMessage). Where this thread is interrupted, the filter may have got the message or not.
     *
     * @param capacity the most that the answer may have, in bytes
     */
    public PortAnswer send(ByteBuffer message, int capacity) throws PortException, InterruptedException {
        Frame answer = exchange.call(Frame.SEND, capacity, 0, limited(message));
        return new PortAnswer(NtStatus.of(answer.value()), answer.data());
    }

    /** Whether the connection is over. */
    public boolean isClosed() {
        return exchange.isOver();
    }

    /** Ends the connection; calls that wait end with STATUS_INVALID_HANDLE. */
    @Override
    public void close() {
        exchange.close();
    }
}
