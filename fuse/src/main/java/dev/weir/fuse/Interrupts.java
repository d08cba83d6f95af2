package dev.weir.fuse;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a request whose requestor gave up.
 *
 * <p>The operation is told, which ends waits. Where a filter holds it even so, the front answers in its place: after a few milliseconds for a requestor that dies, after a second for one that was merely interrupted. While the base file
 * system works the requestor has to wait, as it has to natively.
 */
final class Interrupts {
    private static final long PATIENCE = 1_000_000_000L;
    private static final long PERIOD = 20_000_000L;

    private record Watched(Exchange exchange, long unique, long since) {}

    private final ConcurrentLinkedQueue<Watched> watched = new ConcurrentLinkedQueue<>();
    private final String name;
    private @Nullable Thread thread;
    private volatile boolean stopped;

    Interrupts(String name) {
        this.name = name;
    }

    /** An exchange took up a request that is interrupted already. */
    void watch(Exchange exchange) {
        var entry = new Watched(exchange, exchange.unique(), System.nanoTime());
        if (isOver(entry, System.nanoTime())) {
            return;
        }
        watched.add(entry);
        synchronized (this) {
            if (thread == null && !stopped) {
                thread = Thread.ofPlatform().daemon().name(name).start(this::run);
            }
        }
    }

    private void run() {
        while (!stopped) {
            synchronized (this) {
                if (watched.isEmpty()) {
                    thread = null;
                    return;
                }
            }
            LockSupport.parkNanos(this, PERIOD);
            long now = System.nanoTime();
            watched.removeIf(entry -> isOver(entry, now));
        }
    }

    /** Does what can be done for it now; true where nothing is left to do. */
    private boolean isOver(Watched entry, long now) {
        Exchange exchange = entry.exchange();
        exchange.pin();
        try {
            if (exchange.unique() != entry.unique() || exchange.isAnswered()) {
                return true;
            }
            exchange.operation.cancel();
            if (exchange.operation.isHeldByFilter() && isImpatient(exchange, now - entry.since())) {
                exchange.giveUp(entry.unique());
                return true;
            }
            return false;
        } finally {
            exchange.unpin();
        }
    }

    /** A callback that is just running deserves to end: an exiting program's interrupts come with each descriptor that it closes. */
    private static boolean isImpatient(Exchange exchange, long waited) {
        return waited > PATIENCE || waited >= PERIOD && Requestors.isDying(exchange.caller());
    }

    /** No request is left. */
    void stop() {
        stopped = true;
        synchronized (this) {
            LockSupport.unpark(thread);
        }
    }
}
