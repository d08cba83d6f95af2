package dev.weir.service.control;

import dev.weir.NtStatus;
import dev.weir.service.Refusal;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client. A thread reads requests; each runs on a thread of its own, so that the end of the connection is seen at once and interrupts what runs. What is no request is
 * answered with an error, and the connection is closed.
 */
final class ControlConnection {
    /** The longest request, in bytes. */
    static final int LINE_LIMIT = 64 << 10;

    private static final int REQUEST_LIMIT = 16;
    private static final System.Logger LOG = System.getLogger(ControlConnection.class.getName());

    private final SocketChannel channel;
    private final LineChannel lines;
    private final Map<String, Verb> verbs;
    private final ExecutorService threads;
    private final Consumer<ControlConnection> onEnd;
    private final Map<Long, Future<?>> running = new ConcurrentHashMap<>();
    private long requests;

    ControlConnection(
            SocketChannel channel,
            Map<String, Verb> verbs,
            ExecutorService threads,
            Consumer<ControlConnection> onEnd) {
        this.channel = channel;
        this.lines = new LineChannel(channel, LINE_LIMIT);
        this.verbs = verbs;
        this.threads = threads;
        this.onEnd = onEnd;
    }

    /** Answers until the client goes. */
    void serve() {
        try {
            Peer peer = Peer.of(channel);
            if (!peer.mayLook()) {
                refuse("user " + peer.name()
                        + " may not use this service: its own user and root may, and group weir may look");
                return;
            }
            for (Optional<String> line = lines.read(); line.isPresent(); line = lines.read()) {
                receive(peer, JsonObject.parse(line.get()));
            }
        } catch (MalformedMessageException malformed) {
            LOG.log(System.Logger.Level.INFO, "closing a control connection: the message {0}", malformed.getMessage());
            send(Answers.error(null, Answers.PARSE_ERROR, "the message " + malformed.getMessage()));
        } catch (IOException gone) {
            LOG.log(System.Logger.Level.DEBUG, "a control connection ended", gone);
        } finally {
            close();
        }
    }

    private void receive(Peer peer, JsonObject message) throws MalformedMessageException {
        Object id = id(message);
        String method = message.text("method").orElse("");
        if (!message.text("jsonrpc").equals(Optional.of("2.0")) || method.isEmpty() || id == null) {
            throw new MalformedMessageException("is no JSON-RPC 2.0 request: jsonrpc, id and method are needed");
        }
        Verb verb = verbs.get(method);
        if (verb == null) {
            send(Answers.error(id, Answers.METHOD_NOT_FOUND, "no such method: " + method));
        } else if (!peer.mayAct() && !verb.looksOnly()) {
            send(Answers.refused(
                    id,
                    Refusal.no(
                            NtStatus.ACCESS_DENIED,
                            "user " + peer.name() + " may look, not act: call it as the service's user or root")));
        } else if (running.size() >= REQUEST_LIMIT) {
            send(Answers.error(id, Answers.INVALID_REQUEST, REQUEST_LIMIT + " requests run already"));
        } else {
            start(verb, id, new Request(message.object("params"), peer.mayAct(), this::notifyClient));
        }
    }

    private static @Nullable Object id(JsonObject message) {
        return message.text("id")
                .<Object>map(text -> text)
                .or(() -> message.number("id"))
                .orElse(null);
    }

    private void start(Verb verb, Object id, Request request) {
        requests++;
        long number = requests;
        FutureTask<Void> task = new FutureTask<>(() -> answer(verb, id, request), null) {
            @Override
            protected void done() {
                running.remove(number);
            }
        };
        running.put(number, task);
        threads.execute(task);
    }

    private void answer(Verb verb, Object id, Request request) {
        try {
            send(Answers.result(id, verb.call(request)));
        } catch (Refusal refusal) {
            send(Answers.refused(id, refusal));
        } catch (IOException failed) {
            send(Answers.refused(id, Refusal.system(verb.name() + ": " + failed.getMessage())));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error bug) {
            LOG.log(System.Logger.Level.ERROR, verb.name() + " failed", bug);
            send(Answers.error(id, Answers.INTERNAL_ERROR, verb.name() + " failed: " + bug));
        }
    }

    private void notifyClient(String method, JsonObject parameters) throws IOException {
        lines.write(Answers.notification(method, parameters));
    }

    private void send(JsonObject message) {
        try {
            lines.write(message);
        } catch (IOException gone) {
            LOG.log(System.Logger.Level.DEBUG, "an answer found no client", gone);
        }
    }

    /** Answers with an error that is nobody's request's, and closes. */
    void refuse(String why) {
        send(Answers.refusedAll(Refusal.no(NtStatus.ACCESS_DENIED, why)));
        close();
    }

    void close() {
        running.values().forEach(task -> task.cancel(true));
        try {
            lines.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a control connection", e);
        }
        onEnd.accept(this);
    }
}
