package dev.weir.service.control;

import dev.weir.service.Refusal;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;

/** The client's end of a control socket. One thread. */
public final class ControlClient implements AutoCloseable {
    private static final int LINE_LIMIT = 64 << 20;

    private final LineChannel lines;
    private long lastId;

    private ControlClient(SocketChannel channel) {
        this.lines = new LineChannel(channel, LINE_LIMIT);
    }

    /**
     * Connects to the first of these paths at which a service of this user's or of root's answers.
     *
     * @throws Refusal where none does, naming all of them
     */
    public static ControlClient connect(List<Path> candidates) throws Refusal {
        String reasons = "";
        for (Path path : candidates) {
            try {
                return connect(path);
            } catch (IOException | UnsupportedOperationException | IllegalArgumentException notThere) {
                reasons += (reasons.isEmpty() ? "" : ", ") + path + " (" + notThere.getMessage() + ")";
            }
        }
        throw new Refusal(
                Refusal.Kind.UNREACHABLE, "no service answers at " + reasons + ": start one with 'weir serve'");
    }

    private static ControlClient connect(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        try {
            if (!Peer.isOwnOrRoot(
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user())) {
                throw new IOException("belongs to somebody else's process");
            }
            return new ControlClient(channel);
        } catch (IOException notOurs) {
            channel.close();
            throw notOurs;
        }
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
            boolean sent = send(Answers.request(lastId, method, parameters));
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
            throw new Refusal(
                    Refusal.Kind.UNREACHABLE,
                    sent ? "the service closed the connection: its log says why" : "the service is gone");
        } catch (MalformedMessageException nonsense) {
            throw new Refusal(
                    Refusal.Kind.UNREACHABLE,
                    "what listens there is no weir service: its answer " + nonsense.getMessage());
        } catch (IOException gone) {
            throw new Refusal(Refusal.Kind.UNREACHABLE, "the service is gone: " + gone.getMessage());
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
