package dev.weir.service.control;

import dev.weir.service.Refusal;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Accepts clients on a Unix socket and answers their requests. Each connection has a thread that reads. */
public final class ControlServer implements AutoCloseable {
    private static final int CONNECTION_LIMIT = 64;
    private static final System.Logger LOG = System.getLogger(ControlServer.class.getName());

    private final Path socket;
    private final ServerSocketChannel listener;
    private final Map<String, Verb> verbs;
    private final Set<ControlConnection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("weir-control-", 1).factory());

    private ControlServer(Path socket, ServerSocketChannel listener, Map<String, Verb> verbs) {
        this.socket = socket;
        this.listener = listener;
        this.verbs = verbs;
    }

    /**
     * Listens at a path, whose folder is there. A socket that nobody answers at is replaced.
     *
     * @throws Refusal where somebody answers there already
     */
    public static ControlServer listen(Path socket, Collection<? extends Verb> verbs) throws IOException, Refusal {
        removeStale(socket);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket));
            SocketPaths.restrict(socket);
        } catch (IOException | IllegalArgumentException failed) {
            listener.close();
            throw new IOException("can't listen at " + socket + ": " + failed.getMessage(), failed);
        }
        Map<String, Verb> byName = verbs.stream().collect(Collectors.toMap(Verb::name, Function.identity()));
        ControlServer server = new ControlServer(socket, listener, byName);
        Thread.ofPlatform().daemon().name("weir-control-accept").start(server::accept);
        return server;
    }

    private static void removeStale(Path socket) throws IOException, Refusal {
        if (!Files.exists(socket)) {
            return;
        }
        try {
            SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
        } catch (SocketException nobody) {
            Files.delete(socket);
            return;
        }
        throw new Refusal(Refusal.Kind.NO, "a service answers at " + socket + " already");
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel channel = listener.accept();
                ControlConnection connection = new ControlConnection(channel, verbs, threads, connections::remove);
                if (connections.size() >= CONNECTION_LIMIT) {
                    connection.refuse("the service has " + CONNECTION_LIMIT + " clients already");
                } else {
                    connections.add(connection);
                    threads.execute(connection::serve);
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "accepting a control connection", e);
            }
        }
    }

    /** Where it listens. */
    public Path socket() {
        return socket;
    }

    /** Stops listening and ends every connection; what runs is interrupted, not waited for. */
    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(socket);
        connections.forEach(ControlConnection::close);
        threads.shutdownNow();
    }
}
