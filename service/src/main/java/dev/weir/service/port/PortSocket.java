package dev.weir.service.port;

import dev.weir.Errno;
import dev.weir.NtStatus;
import dev.weir.linux.FileCalls;
import dev.weir.linux.NativeMemory;
import dev.weir.linux.NativeThread;
import dev.weir.linux.SocketCalls;
import dev.weir.manager.PortAccess;
import dev.weir.manager.PortObject;
import dev.weir.manager.PortTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The socket of one port, which takes clients until it is closed. Its clients live on after that. */
final class PortSocket implements PortTransport.Listener {
    /** Clients beyond the port's own limit that may be about to connect, or about to be refused. */
    private static final int WAITING_ROOM = 16;

    private static final long PAUSE_MILLIS = 100;
    private static final System.Logger LOG = System.getLogger(PortSocket.class.getName());

    private final PortObject<?> port;
    private final PortFile file;
    private final int socket;
    private final Runnable atClose;
    private final Set<ClientSocket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger threads = new AtomicInteger();
    private boolean closed;
    private boolean ended;

    /** @param socket bound and listening; this object's from now on */
    PortSocket(PortObject<?> port, PortFile file, int socket, Runnable atClose) {
        this.port = port;
        this.file = file;
        this.socket = socket;
        this.atClose = atClose;
    }

    PortFile file() {
        return file;
    }

    void start() {
        Thread.ofPlatform().daemon().name("weir-port-accept-" + port.name()).start(this::accept);
    }

    private void accept() {
        NativeThread thread = NativeThread.current();
        try {
            while (true) {
                int accepted = SocketCalls.accept(thread, socket);
                if (accepted >= 0) {
                    admit(thread, accepted);
                } else if (isClosed()) {
                    return;
                } else if (accepted != -Errno.EINTR && accepted != -Errno.ECONNABORTED) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "port " + port.name() + " can't take a client: " + Errno.text(-accepted));
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                ended = true;
                FileCalls.close(thread, socket);
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void admit(NativeThread thread, int accepted) {
        if (clients.size() >= port.maximumConnections() + (long) WAITING_ROOM) {
            refuse(thread, accepted);
            return;
        }
        var self = new ClientSocket[1];
        ClientSocket client = new ClientSocket(accepted, port, file.access(), () -> clients.remove(self[0]));
        self[0] = client;
        clients.add(client);
        Thread.ofPlatform()
                .daemon()
                .name("weir-port-read-" + port.name() + "-" + threads.incrementAndGet())
                .start(client);
    }

    private static void refuse(NativeThread thread, int accepted) {
        byte[] answer = Frame.of(Frame.CONNECTED, NtStatus.CONNECTION_COUNT_LIMIT.value(), 0)
                .encoded();
        long buffer = thread.struct();
        NativeMemory.copyIn(answer, 0, buffer, answer.length);
        SocketCalls.sendNow(thread, accepted, buffer, answer.length);
        FileCalls.close(thread, accepted);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (!ended) {
                SocketCalls.shutdown(NativeThread.current(), socket, SocketCalls.BOTH);
            }
        }
        try {
            Files.deleteIfExists(file.path());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the socket of port " + port.name() + " stays", e);
        }
        atClose.run();
    }

    /** Whether it is closed and without clients. */
    boolean isOver() {
        return isClosed() && clients.isEmpty();
    }

    /** Cuts off every client. */
    void cutOff() {
        clients.forEach(ClientSocket::cutOff);
    }

    /** A socket's file and who may connect by it. */
    record PortFile(Path path, String owner, String group, PortAccess access) {}
}
