package dev.weir.fuse;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one processor's requests come through: places for them in the kernel, and the workers that do them on that processor.
 *
 * <p>A worker that waits has one place of its own; more, which are the {@link RingUsher}'s, stand behind as a reserve. The kernel prefers the place that was given back last.
 */
final class RingQueue {
    private static final int SPARE_WORKERS = 6;

    final int number;
    private final Rings rings;

    /** Places that the kernel can put a request in: of workers that wait, and the usher's. */
    private final AtomicInteger free = new AtomicInteger();

    private final AtomicInteger workers = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final ConcurrentLinkedDeque<RingWorker> parked = new ConcurrentLinkedDeque<>();

    RingQueue(Rings rings, int number) {
        this.rings = rings;
        this.number = number;
    }

    /** A place is given to the kernel. */
    void given() {
        free.incrementAndGet();
    }

    /** A request has come in one. True where the usher is to give the kernel some more. */
    boolean taken() {
        return free.decrementAndGet() < rings.places() / 2;
    }

    boolean isShort() {
        return free.get() < rings.places() / 2;
    }

    /** How many workers do something. */
    int busy() {
        return busy.get();
    }

    /** A worker is to start, with something to do. */
    void starts() {
        workers.incrementAndGet();
        begins();
    }

    /** It is gone. */
    void stops() {
        ends();
        workers.decrementAndGet();
    }

    /** Whether a worker that has done its request can end. Not as soon as one has nothing to do: they come and go with the load. */
    boolean hasTooManyWorkers() {
        int all = workers.get();
        int idle = all - busy.get();
        return idle >= SPARE_WORKERS && idle >= all / 2;
    }

    void begins() {
        busy.incrementAndGet();
    }

    void ends() {
        busy.decrementAndGet();
    }

    /** A worker that waits for a place, or null. */
    @Nullable
    RingWorker pollParked() {
        return parked.pollFirst();
    }

    void park(RingWorker worker) {
        parked.addFirst(worker);
    }

    /** Takes a worker out that was there. False where somebody has chosen it already. */
    boolean unpark(RingWorker worker) {
        return parked.remove(worker);
    }

    /** An entry with a reply in it, on any thread but a worker's that holds it: it goes to the kernel. */
    long returned(RingEntry entry) {
        return rings.returned(entry);
    }

    void wakeParked() {
        parked.forEach(RingWorker::wake);
    }
}
