package dev.weir.service.events;

import dev.weir.OperationEvent;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One watcher's view of the events: a bounded ring, read by one thread.
 *
 * <p>{@code sent = seen + dropped} holds exactly once it is closed and read to its end: every event offered counts as sent, every one handed to the reader as
 * seen, and the rest was dropped.
 */
public final class EventSubscription implements AutoCloseable {
    /** An event with the filter that published it. */
    public record Published(String filter, OperationEvent event) {}

    private final EventRing<Published> ring;
    private final Predicate<OperationEvent> wanted;
    private final Runnable onClose;
    private final LongAdder sent = new LongAdder();
    private final AtomicLong seen = new AtomicLong();
    private volatile @Nullable Thread waiting;
    private volatile boolean closed;

    EventSubscription(
            int capacity, Predicate<OperationEvent> wanted, java.util.function.Consumer<EventSubscription> onClose) {
        this.ring = new EventRing<>(capacity);
        this.wanted = wanted;
        this.onClose = () -> onClose.accept(this);
    }

    boolean offer(String filter, OperationEvent event) {
        if (!wanted.test(event)) {
            return true;
        }
        sent.increment();
        boolean accepted = ring.offer(new Published(filter, event));
        Thread reader = waiting;
        if (reader != null) {
            LockSupport.unpark(reader);
        }
        return accepted;
    }

    /**
     * The next event. One thread only. Waits for one; after {@link #close()} gives what is left.
     *
     * @return empty after the time, or at the end
     */
    public Optional<Published> next(long patienceNanos) {
        Published next = ring.poll();
        if (next == null && !closed && patienceNanos > 0) {
            next = await(patienceNanos);
        }
        if (next != null) {
            seen.incrementAndGet();
        }
        return Optional.ofNullable(next);
    }

    private @Nullable Published await(long patienceNanos) {
        long end = System.nanoTime() + patienceNanos;
        waiting = Thread.currentThread();
        try {
            Published next;
            while ((next = ring.poll()) == null
                    && !closed
                    && !Thread.currentThread().isInterrupted()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                LockSupport.parkNanos(this, left);
            }
            return next;
        } finally {
            waiting = null;
        }
    }

    public boolean isClosed() {
        return closed;
    }

    /** How many events were offered. */
    public long sent() {
        return sent.sum();
    }

    /** How many were handed to the reader. */
    public long seen() {
        return seen.get();
    }

    /** How many got lost because the ring was full; exact once this is closed and read to its end. */
    public long dropped() {
        return sent.sum() - seen.get();
    }

    /** Ends it: no more events come in. Any thread. */
    @Override
    public void close() {
        onClose.run();
        closed = true;
        Thread reader = waiting;
        if (reader != null) {
            LockSupport.unpark(reader);
        }
    }
}
