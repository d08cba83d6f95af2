package dev.weir.service.port;

import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PortPeer;
import dev.weir.linux.FileCalls;
import dev.weir.linux.NativeThread;
import dev.weir.linux.SocketCalls;
import dev.weir.linux.SystemCallException;
import dev.weir.manager.PortAccess;
import dev.weir.manager.PortConnection;
import dev.weir.manager.PortObject;
import dev.weir.manager.PortReceiver;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One client of a port. A thread reads, another writes, and each message for the filter runs on one of its own, so that replies are read meanwhile. What is no frame ends this connection and nothing
 * else.
 */
final class ClientSocket implements Runnable {
    private static final long HANDSHAKE_NANOS = 10_000_000_000L;
    private static final int GET_LIMIT = 64;
    private static final int SEND_LIMIT = 16;
    private static final System.Logger LOG = System.getLogger(ClientSocket.class.getName());

    private final int socket;
    private final PortObject<?> port;
    private final PortAccess access;
    private final Runnable atEnd;
    private final FrameWriter writer;
    private final Thread writing;
    private final ExecutorService messages;
    private final Semaphore sends = new Semaphore(SEND_LIMIT);
    private final Map<Integer, Getter> getters = new ConcurrentHashMap<>();
    private boolean closed;

    /** @param socket this object's from now on */
    ClientSocket(int socket, PortObject<?> port, PortAccess access, Runnable atEnd) {
        this.socket = socket;
        this.port = port;
        this.access = access;
        this.atEnd = atEnd;
        this.writer = new FrameWriter(socket);
        this.writing = Thread.ofPlatform()
                .daemon()
                .name("weir-port-write-" + port.name())
                .unstarted(writer);
        this.messages = Executors.newCachedThreadPool(Thread.ofPlatform()
                .daemon()
                .name("weir-port-message-" + port.name() + "-", 1)
                .factory());
    }

    /** Serves the client until it goes or is cut off. */
    @Override
    public void run() {
        writing.start();
        PortConnection<?> connection = null;
        try (FrameReader reader = new FrameReader(socket)) {
            connection = connect(reader);
            if (connection != null) {
                serve(reader, connection);
            }
        } catch (MalformedFrameException malformed) {
            LOG.log(System.Logger.Level.INFO, "port {0}: a malformed frame: {1}", port.name(), malformed.getMessage());
        } catch (SystemCallException gone) {
            LOG.log(System.Logger.Level.DEBUG, "a client of a port has gone", gone);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            end(connection);
        }
    }

    private void end(@Nullable PortConnection<?> connection) {
        cutOff();
        messages.shutdown();
        if (connection != null) {
            connection.disconnected();
        }
        boolean interrupted = false;
        while (writing.isAlive()) {
            try {
                writing.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        synchronized (this) {
            closed = true;
            FileCalls.close(NativeThread.current(), socket);
        }
        atEnd.run();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the connection from this side: nothing more is read, and what is to be written is. Any thread; does not block. */
    void cutOff() {
        writer.finish();
        synchronized (this) {
            if (!closed) {
                SocketCalls.shutdown(NativeThread.current(), socket, SocketCalls.READ);
            }
        }
    }

    /** The client's first frame; null where it is refused, or gone. */
    private @Nullable PortConnection<?> connect(FrameReader reader)
            throws SystemCallException, MalformedFrameException {
        SocketCalls.Peer peer = SocketCalls.peer(NativeThread.current(), socket);
        var who = new PortPeer(peer.processId(), peer.userId(), peer.groupId());
        if (!reader.await(HANDSHAKE_NANOS)) {
            throw new MalformedFrameException("none came within 10 s");
        }
        Optional<Frame> first = reader.read();
        if (first.isEmpty()) {
            return null;
        }
        Frame frame = first.get();
        if (frame.type() != Frame.CONNECT) {
            throw new MalformedFrameException("type " + frame.type() + " came before CONNECT");
        }
        if (!access.admits(who, peer.groups())) {
            writer.send(Frame.of(Frame.CONNECTED, NtStatus.ACCESS_DENIED.value(), frame.request()));
            return null;
        }
        if (frame.value() != Frame.VERSION) {
            writer.send(Frame.of(Frame.CONNECTED, NtStatus.NOT_SUPPORTED.value(), frame.request()));
            return null;
        }
        try {
            PortConnection<?> connection = port.connect(who, frame.data(), this::cutOff);
            writer.send(Frame.of(Frame.CONNECTED, NtStatus.SUCCESS.value(), frame.request()));
            return connection;
        } catch (FilterException refused) {
            writer.send(Frame.of(Frame.CONNECTED, refused.status().value(), frame.request()));
            return null;
        }
    }

    private void serve(FrameReader reader, PortConnection<?> connection)
            throws SystemCallException, MalformedFrameException, InterruptedException {
        for (Optional<Frame> next = reader.read(); next.isPresent(); next = reader.read()) {
            Frame frame = next.get();
            writer.awaitRoom();
            switch (frame.type()) {
                case Frame.GET -> get(connection, frame);
                case Frame.REPLY -> {
                    NtStatus result = connection.reply(frame.id(), NtStatus.of(frame.value()), frame.data());
                    writer.send(Frame.of(Frame.REPLIED, result.value(), frame.request()));
                }
                case Frame.SEND -> message(connection, frame);
                case Frame.CANCEL -> {
                    Getter getter = getters.get(frame.request());
                    if (getter != null) {
                        connection.cancel(getter);
                    }
                }
                default -> throw new MalformedFrameException("CONNECT came twice");
            }
        }
    }

    private void get(PortConnection<?> connection, Frame frame) throws MalformedFrameException {
        var getter = new Getter(frame.request());
        if (getters.size() >= GET_LIMIT) {
            writer.send(Frame.of(Frame.NO_MESSAGE, NtStatus.INSUFFICIENT_RESOURCES.value(), frame.request()));
            return;
        }
        if (getters.putIfAbsent(frame.request(), getter) != null) {
            throw new MalformedFrameException("GET " + frame.request() + " waits already");
        }
        int capacity = frame.value() < 0 ? Integer.MAX_VALUE : frame.value();
        connection.get(capacity, getter);
    }

    private void message(PortConnection<?> connection, Frame frame) {
        if (!sends.tryAcquire()) {
            writer.send(Frame.of(Frame.SENT, NtStatus.INSUFFICIENT_RESOURCES.value(), frame.request()));
            return;
        }
        try {
            messages.execute(() -> {
                try {
                    int capacity = frame.value() < 0 ? Integer.MAX_VALUE : frame.value();
                    PortConnection.Answer answer = connection.message(frame.data(), capacity);
                    writer.send(new Frame(Frame.SENT, answer.status().value(), frame.request(), 0, answer.output()));
                } finally {
                    sends.release();
                }
            });
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            sends.release();
            writer.send(Frame.of(Frame.SENT, NtStatus.INSUFFICIENT_RESOURCES.value(), frame.request()));
        }
    }

    /** A client's GET; its answer goes to the writer, whoever has the message. */
    private final class Getter implements PortReceiver {
        private final int request;

        Getter(int request) {
            this.request = request;
        }

        @Override
        public void received(long messageId, int replyLength, ByteBuffer data) {
            getters.remove(request);
            writer.send(new Frame(Frame.MESSAGE, replyLength, request, messageId, data));
        }

        @Override
        public void ended(NtStatus status) {
            getters.remove(request);
            writer.send(Frame.of(Frame.NO_MESSAGE, status.value(), request));
        }
    }
}
