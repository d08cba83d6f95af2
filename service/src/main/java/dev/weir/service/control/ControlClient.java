package dev.weir.service.control;

import dev.weir.service.Refusal;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;

/** The client's end of a control socket. One thread. */
public final class ControlClient implements AutoCloseable {
    private static final int LINE_LIMIT = 64 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path path;
    private final LineChannel lines;
    private long lastId;

    private ControlClient(Path path, SocketChannel channel) {
        this.path = path;
        this.lines = new LineChannel(channel, LINE_LIMIT);
    }

    /**
     * Connects to the first of these paths at which a service of this user's or of root's answers. Waits ten seconds at most for its first words.
     *
     * @throws Refusal where none does, naming all of them; or where one takes the connection and stays silent
     */
    public static ControlClient connect(List<Path> candidates) throws Refusal {
        return connect(candidates, PATIENCE);
    }

    static ControlClient connect(List<Path> candidates, Duration patience) throws Refusal {
        String reasons = "";
        boolean denied = false;
        for (Path path : candidates) {
            try {
                return connect(path, patience);
            } catch (IOException | UnsupportedOperationException | IllegalArgumentException notThere) {
                reasons += (reasons.isEmpty() ? "" : ", ") + path + " (" + notThere.getMessage() + ")";
                denied |= isClosedToUs(path);
            }
        }
        throw new Refusal(
                Refusal.Kind.UNREACHABLE,
                "no service answers at " + reasons
                        + (denied
                                ? ": call weir as the service's user or as root, or start a service of your own with"
                                        + " 'weir serve' and another --socket"
                                : ": start one with 'weir serve'"));
    }

    /** Whether something may be there that this user can't reach. */
    private static boolean isClosedToUs(Path path) {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
            return !Files.isWritable(path);
        } catch (AccessDeniedException closed) {
            return true;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static ControlClient connect(Path path, Duration patience) throws IOException, Refusal {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        AtomicBoolean silent = new AtomicBoolean();
        Thread watch = Thread.ofPlatform().daemon().name("weir-patience").start(() -> watch(channel, patience, silent));
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            if (!Peer.isOwnOrRoot(
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user())) {
                throw new IOException("belongs to somebody else's process");
            }
            ControlClient client = new ControlClient(path, channel);
            client.greet();
            return client;
        } catch (IOException | Refusal | RuntimeException failed) {
            channel.close();
            if (silent.get()) {
                throw new Refusal(
                        Refusal.Kind.TIMED_OUT,
                        "the service at " + path + " says nothing for " + patience.toMillis() / 1000.0
                                + " s: it hangs or is stopped; end its process, and start another with 'weir serve'");
            }
            throw failed;
        } finally {
            watch.interrupt();
        }
    }

    private static void watch(SocketChannel channel, Duration patience, AtomicBoolean silent) {
        try {
            Thread.sleep(patience);
            silent.set(true);
            channel.close();
        } catch (InterruptedException answered) {
            Thread.currentThread().interrupt();
        } catch (IOException closed) {
            System.getLogger(ControlClient.class.getName()).log(System.Logger.Level.DEBUG, "closing a socket", closed);
        }
    }

    /** Each request has a thread of its own in the service: that it answers this one says that it is alive, however long another takes. */
    private void greet() throws Refusal, IOException {
        lastId++;
        boolean sent = send(Answers.request(lastId, "ping", new JsonObject()));
        JsonObject first;
        try {
            Optional<String> line = lines.read();
            if (line.isEmpty()) {
                throw ended(sent);
            }
            first = JsonObject.parse(line.get());
        } catch (MalformedMessageException nonsense) {
            throw nonsense(nonsense);
        }
        // An error of no request is the service's "no" to this client.
        if (first.has("error") && first.number("id").isEmpty()) {
            throw Answers.refusal(first.object("error"));
        }
    }

    private Refusal ended(boolean sent) {
        return new Refusal(
                Refusal.Kind.UNREACHABLE,
                "the service at " + path
                        + (sent
                                ? " closed the connection: its log says why"
                                : " is gone: start one with 'weir serve'"));
    }

    private Refusal nonsense(MalformedMessageException nonsense) {
        return new Refusal(
                Refusal.Kind.UNREACHABLE,
                "what listens at " + path + " is no weir service: its answer " + nonsense.getMessage()
                        + "; name the right socket with --socket or WEIR_SOCKET");
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param notifications gets what the service sends before its answer: messages with {@code method} and {@code params}
     * @throws Refusal the answer is no, or the service went away or answers nonsense
     */
    public JsonObject call(String method, JsonObject parameters, Consumer<JsonObject> notifications) throws Refusal {
        try {
            lastId++;
            JsonObject request = Answers.request(lastId, method, parameters);
            int length = request.toString().length();
            if (length > ControlConnection.LINE_LIMIT) {
                throw new Refusal(
                        Refusal.Kind.USAGE,
                        "the request would have " + length + " bytes, and a service takes "
                                + ControlConnection.LINE_LIMIT + " at most: shorten the values");
            }
            boolean sent = send(request);
            for (Optional<String> line = lines.read(); line.isPresent(); line = lines.read()) {
                JsonObject message = JsonObject.parse(line.get());
                if (message.has("method")) {
                    notifications.accept(message);
                } else if (message.has("error")) {
                    throw Answers.refusal(message.object("error"));
                } else if (message.number("id").equals(Optional.of(lastId))) {
                    return message.object("result");
                }
            }
            throw ended(sent);
        } catch (MalformedMessageException nonsense) {
            throw nonsense(nonsense);
        } catch (IOException gone) {
            throw new Refusal(Refusal.Kind.UNREACHABLE, "the service at " + path + " is gone: " + gone.getMessage());
        }
    }

    /** A service that refuses a client says so and closes, maybe before it was asked: then its words are still there to read. */
    private boolean send(JsonObject message) {
        try {
            lines.write(message);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** The same for a verb that sends no notifications. */
    public JsonObject call(String method, JsonObject parameters) throws Refusal {
        return call(method, parameters, notification -> {});
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
