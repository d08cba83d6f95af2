package dev.weir.port;

import dev.weir.NtStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Requests and their answers on one socket. Safe on any thread. */
final class Exchange {
    private final SocketChannel channel;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Frame>> waiting = new ConcurrentHashMap<>();

    /** Callers that wait for a message. */
    private final Map<Integer, CompletableFuture<Frame>> getting = new ConcurrentHashMap<>();

    /** Messages that came for callers who had given up. */
    private final ConcurrentLinkedDeque<Frame> unclaimed = new ConcurrentLinkedDeque<>();

    private volatile boolean over;

    Exchange(SocketChannel channel, String port) {
        this.channel = channel;
        Thread.ofPlatform().daemon().name("weir-port-" + port).start(this::read);
    }

    private void read() {
        try {
            while (true) {
                Frame frame = Frame.read(channel);
                CompletableFuture<Frame> caller = waiting.remove(frame.request());
                if (caller != null) {
                    caller.complete(frame);
                }
            }
        } catch (IOException ended) {
            close();
        }
    }

    boolean isOver() {
        return over;
    }

    void close() {
        over = true;
        try {
            channel.close();
        } catch (IOException ignored) {
            // It is over either way.
        }
        for (Integer request : List.copyOf(waiting.keySet())) {
            CompletableFuture<Frame> caller = waiting.remove(request);
            if (caller != null) {
                caller.completeExceptionally(ended());
            }
        }
    }

    private static PortException ended() {
        return new PortException(NtStatus.INVALID_HANDLE, "the connection has ended");
    }

    /** Sends a request and waits for its answer. */
    Frame call(int type, int value, long id, ByteBuffer data) throws PortException, InterruptedException {
        int request = requests.incrementAndGet();
        CompletableFuture<Frame> answer = start(type, value, request, id, data);
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw failure(failed);
        } finally {
            waiting.remove(request);
        }
    }

    private CompletableFuture<Frame> start(int type, int value, int request, long id, ByteBuffer data)
            throws PortException {
        CompletableFuture<Frame> answer = new CompletableFuture<>();
        waiting.put(request, answer);
        try {
            write(new Frame(type, value, request, id, data));
        } catch (PortException failed) {
            waiting.remove(request);
            throw failed;
        }
        return answer;
    }

    /** A pending interrupt stays for later: it would close the channel. */
    private void write(Frame frame) throws PortException {
        boolean interrupted = Thread.interrupted();
        writing.lock();
        try {
            PortClient.write(channel, frame);
        } catch (IOException failed) {
            close();
            throw ended();
        } finally {
            writing.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (over) {
            throw ended();
        }
    }

    private static PortException failure(ExecutionException failed) {
        return failed.getCause() instanceof PortException known ? known : ended();
    }

    Optional<PortMessage> get(int capacity, Duration timeout) throws PortException, InterruptedException {
        Frame earlier = earlier();
        if (earlier != null) {
            return Optional.of(message(earlier));
        }
        int request = requests.incrementAndGet();
        CompletableFuture<Frame> answer = start(Frame.GET, capacity, request, 0, Frame.NOTHING);
        getting.put(request, answer);
        handOver();
        try {
            return result(request, await(request, answer, timeout));
        } catch (ExecutionException failed) {
            throw failure(failed);
        } catch (InterruptedException interrupted) {
            getting.remove(request);
            keep(answer);
            cancel(request);
            throw interrupted;
        } finally {
            getting.remove(request);
        }
    }

    private Frame await(int request, CompletableFuture<Frame> answer, Duration timeout)
            throws PortException, InterruptedException, ExecutionException {
        if (timeout.isZero()) {
            return answer.get();
        }
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            cancel(request);
            return answer.get();
        }
    }

    private void cancel(int request) throws PortException {
        write(new Frame(Frame.CANCEL, 0, request, 0, Frame.NOTHING));
    }

    private synchronized @Nullable Frame earlier() {
        return unclaimed.poll();
    }

    /** The caller has given up: whoever waits or asks next gets the message, should it come. */
    private void keep(CompletableFuture<Frame> answer) {
        CompletableFuture<Void> _ = answer.thenAccept(frame -> {
            if (frame.type() == Frame.MESSAGE) {
                unclaimed.add(frame);
                handOver();
            }
        });
    }

    /** Gives unclaimed messages to callers that wait, whose own answers are unclaimed then. Writes nothing: the reading thread may be here. */
    private synchronized void handOver() {
        for (Map.Entry<Integer, CompletableFuture<Frame>> caller :
                Map.copyOf(getting).entrySet()) {
            if (unclaimed.isEmpty()) {
                return;
            }
            CompletableFuture<Frame> own = new CompletableFuture<>();
            if (waiting.replace(caller.getKey(), caller.getValue(), own)) {
                getting.remove(caller.getKey());
                keep(own);
                caller.getValue().complete(unclaimed.remove());
            }
        }
    }

    private Optional<PortMessage> result(int request, Frame frame) throws PortException {
        if (frame.type() == Frame.MESSAGE) {
            if (frame.request() != request && !over) {
                cancel(request);
            }
            return Optional.of(message(frame));
        }
        NtStatus status = NtStatus.of(frame.value());
        if (status.equals(NtStatus.CANCELLED)) {
            return Optional.empty();
        }
        throw new PortException(status, "no message: " + status);
    }

    private static PortMessage message(Frame frame) {
        return new PortMessage(frame.id(), frame.value(), frame.data());
    }
}
