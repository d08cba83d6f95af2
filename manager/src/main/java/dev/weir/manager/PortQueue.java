package dev.weir.manager;

import dev.weir.CommunicationPort;
import dev.weir.MessageResult;
import dev.weir.NtStatus;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The messages of one connection from filter to client: those that wait for a client that asks, clients that wait for a message, and messages that wait for their reply.
 *
 * <p>A message ends exactly once: what ends it takes it out of the queue or of the table first, under the lock.
 */
final class PortQueue {
    private static final AtomicLong IDS = new AtomicLong();

    private record Getter(PortReceiver receiver, int capacity) {}

    private final ManagerClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<PortMessage> messages = new ArrayDeque<>();
    private final ArrayDeque<Getter> getters = new ArrayDeque<>();
    private final Map<Long, PortMessage> unanswered = new HashMap<>();
    private boolean closed;

    PortQueue(ManagerClock clock) {
        this.clock = clock;
    }

    /**
     * Sends and waits.
     *
     * @param maximumReply -1 where no reply is wanted
     * @param nanos 0: without end
     */
    MessageResult send(ByteBuffer message, int maximumReply, long nanos) {
        if (message.remaining() > CommunicationPort.MAXIMUM_MESSAGE) {
            return MessageResult.of(NtStatus.INVALID_BUFFER_SIZE);
        }
        ByteBuffer copy = ByteBuffer.allocate(message.remaining())
                .put(message.duplicate())
                .flip()
                .asReadOnlyBuffer();
        lock.lock();
        try {
            if (closed) {
                return MessageResult.of(NtStatus.PORT_DISCONNECTED);
            }
            var sent = new PortMessage(IDS.incrementAndGet(), copy, maximumReply, lock.newCondition());
            messages.add(sent);
            match();
            return await(sent, nanos);
        } finally {
            lock.unlock();
        }
    }

    private MessageResult await(PortMessage sent, long nanos) {
        long end = clock.nanoTime() + nanos;
        long left = nanos;
        NtStatus given = NtStatus.TIMEOUT;
        try {
            while (sent.result() == null && (nanos == 0 || left > 0)) {
                if (nanos == 0) {
                    sent.changed.await();
                } else {
                    sent.changed.awaitNanos(clock.pause(left));
                    left = end - clock.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            given = NtStatus.THREAD_IS_TERMINATING;
        }
        MessageResult result = sent.result();
        if (result != null) {
            return result;
        }
        messages.remove(sent);
        unanswered.remove(sent.id);
        return MessageResult.of(given);
    }

    /** With the lock: brings messages and those who ask for one together, in their order. */
    private void match() {
        while (!messages.isEmpty() && !getters.isEmpty()) {
            Getter getter = getters.remove();
            PortMessage message = messages.element();
            if (getter.capacity() - PortConnection.HEADER < message.data.remaining()) {
                getter.receiver().ended(NtStatus.BUFFER_TOO_SMALL);
                continue;
            }
            messages.remove();
            int replyLength = 0;
            if (message.wantsReply()) {
                unanswered.put(message.id, message);
                replyLength = PortConnection.HEADER + Math.min(message.maximumReply, CommunicationPort.MAXIMUM_MESSAGE);
            }
            getter.receiver().received(message.id, replyLength, message.data.duplicate());
            if (!message.wantsReply()) {
                message.finish(MessageResult.of(NtStatus.SUCCESS));
            }
        }
    }

    /** A client asks for a message, with room for so many bytes with the header. */
    void get(int capacity, PortReceiver receiver) {
        lock.lock();
        try {
            if (closed) {
                receiver.ended(NtStatus.INVALID_HANDLE);
            } else if (capacity < PortConnection.HEADER) {
                receiver.ended(NtStatus.BUFFER_TOO_SMALL);
            } else {
                getters.add(new Getter(receiver, capacity));
                match();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A client does not wait any more; nothing where it has its message. */
    @SuppressWarnings("ReferenceEquality") // the very one that asked
    void cancel(PortReceiver receiver) {
        lock.lock();
        try {
            if (getters.removeIf(getter -> getter.receiver() == receiver)) {
                receiver.ended(NtStatus.CANCELLED);
            }
        } finally {
            lock.unlock();
        }
    }

    NtStatus reply(long messageId, NtStatus status, ByteBuffer data) {
        lock.lock();
        try {
            PortMessage message = unanswered.remove(messageId);
            if (message == null) {
                return closed ? NtStatus.INVALID_HANDLE : NtStatus.FLT_NO_WAITER_FOR_REPLY;
            }
            message.reply(status, data);
            return NtStatus.SUCCESS;
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything that waits. Returns whether this call was the first. */
    boolean close() {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
            messages.forEach(message -> message.finish(MessageResult.of(NtStatus.PORT_DISCONNECTED)));
            unanswered.values().forEach(message -> message.finish(MessageResult.of(NtStatus.PORT_DISCONNECTED)));
            getters.forEach(getter -> getter.receiver().ended(NtStatus.INVALID_HANDLE));
            messages.clear();
            unanswered.clear();
            getters.clear();
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** What waits, for people; empty where nothing does. */
    String describe() {
        lock.lock();
        try {
            if (messages.isEmpty() && unanswered.isEmpty()) {
                return "";
            }
            long oldest = Long.MAX_VALUE;
            for (PortMessage message : messages) {
                oldest = Math.min(oldest, message.startedNanos);
            }
            for (PortMessage message : unanswered.values()) {
                oldest = Math.min(oldest, message.startedNanos);
            }
            return String.format(
                    Locale.ROOT,
                    "%d to be fetched, %d without a reply, oldest %.1f s",
                    messages.size(),
                    unanswered.size(),
                    (System.nanoTime() - oldest) / 1e9);
        } finally {
            lock.unlock();
        }
    }
}
