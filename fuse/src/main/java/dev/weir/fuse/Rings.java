package dev.weir.fuse;

import dev.weir.Errno;
import dev.weir.FileType;
import dev.weir.linux.IoUring;
import dev.weir.linux.Processors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The requests of a connection through io_uring: one queue for each processor that the kernel can ever have.
 *
 * <p>FORGET and INTERRUPT still come through the device. What a request needs until its reply is an entry of its queue; a worker has at most one, so that a worker which is held up holds up nobody's request.
 */
final class Rings {
    /** Places at the beginning, of all queues together; a queue has no fewer than 4 and no more than 32. */
    private static final int FIRST_PLACES = 512;

    private static final int REGISTER = 1;
    private static final int COMMIT_AND_FETCH = 2;

    /** Each holds some memory until the volume is unmounted; what comes when all are held waits in the kernel. */
    private static final int ENTRIES_PER_WORKER = 8;

    private final Session session;
    private final List<RingQueue> queues = new ArrayList<>();
    private final List<RingEntry> entries = new CopyOnWriteArrayList<>();
    private final RingUsher usher;
    private final Processors processors = Processors.ofThisThread();
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();
    private final CompletableFuture<String> made = new CompletableFuture<>();
    private final CompletableFuture<Boolean> negotiated = new CompletableFuture<>();
    private final int places;
    private volatile boolean ended;
    private volatile String refusal = "";

    Rings(Session session) throws IOException {
        this.session = session;
        int possible = Processors.possible();
        places = Math.clamp(FIRST_PLACES / possible, 4, 32);
        for (int i = 0; i < possible; i++) {
            queues.add(new RingQueue(this, i));
        }
        this.usher = new RingUsher(this);
    }

    /**
     * Makes sure, before the kernel is told, that this process can have an io_uring.
     *
     * @throws IOException why not
     */
    void start() throws IOException {
        threads.incrementAndGet();
        Thread.ofPlatform().daemon().name(session.name() + "-usher").start(usher);
        String refused = made.join();
        if (!refused.isEmpty()) {
            throw new IOException(refused);
        }
    }

    /** INIT has been answered: from now on the kernel waits for its places, if that was agreed on. */
    void negotiated(boolean agreed) {
        negotiated.complete(agreed);
    }

    Connection connection() {
        return session.connection();
    }

    RingUsher usher() {
        return usher;
    }

    List<RingQueue> queues() {
        return queues;
    }

    Processors processors() {
        return processors;
    }

    int device() {
        return session.descriptor(0);
    }

    /** How many threads there are. */
    int threads() {
        return threads.get();
    }

    boolean isEnded() {
        return ended;
    }

    /** Why the kernel did not take them, though it had agreed; else empty. */
    String refusal() {
        return refusal;
    }

    // ---- for the usher

    /** @param refused why there is no io_uring, empty if there is */
    void made(String refused) {
        made.complete(refused);
    }

    /** False where it is not wanted. */
    boolean awaitNegotiation() {
        return negotiated.join();
    }

    /** @param result of giving the kernel the first places: where it is below 0 the kernel uses the device */
    void begun(int result) {
        if (result < 0) {
            refusal = "the kernel refused: " + Errno.text(-result);
        }
    }

    /** How many places a queue begins with, and gets more where fewer than half of that are left. */
    int places() {
        return places;
    }

    /** A regular file that the kernel knows, 0 for none. */
    long knownFile() {
        var found = new AtomicLong();
        connection().volume().nodes().forEach(node -> {
            if (found.get() == 0
                    && node.type() == FileType.REGULAR
                    && node.frontState() instanceof NodeState state
                    && state.isKnown()) {
                found.set(node.id());
            }
        });
        return found.get();
    }

    boolean mayAddEntry() {
        return entries.size() < Math.max(ENTRIES_PER_WORKER * session.maximumWorkers(), places * queues.size());
    }

    RingEntry newEntry(RingQueue queue) {
        var entry = new RingEntry(queue, entries.size());
        entries.add(entry);
        return entry;
    }

    RingEntry entry(int number) {
        return entries.get(number);
    }

    void register(IoUring ring, RingEntry entry) {
        int qid = entry.queue.number;
        ring.command(session.descriptor(qid), REGISTER, entry.vectors(), 2, entry.number, 0, 0, qid);
    }

    void commit(IoUring ring, RingEntry entry) {
        int qid = entry.queue.number;
        ring.command(session.descriptor(qid), COMMIT_AND_FETCH, 0, 0, entry.number, 0, entry.commitId(), qid);
    }

    /** Finds a worker for a request: one that waits for that, or a new one; at the limit it has to wait for somebody. */
    void dispatch(RingEntry entry) {
        RingWorker waiting = entry.queue.pollParked();
        if (waiting != null) {
            waiting.hand(entry);
        } else if (!startWorker(entry)) {
            connection().backlog().add(entry);
            entry.queue.wakeParked();
        }
    }

    private boolean startWorker(RingEntry entry) {
        // One stays for the device.
        int busy = session.busyWorkers() + 1;
        for (RingQueue queue : queues) {
            busy += queue.busy();
        }
        if (busy >= session.maximumWorkers()) {
            return false;
        }
        RingQueue queue = entry.queue;
        queue.starts();
        threads.incrementAndGet();
        String name = session.name() + "-ring" + queue.number + "-" + started.getAndIncrement();
        try {
            Thread.ofPlatform().daemon().name(name).start(new RingWorker(this, queue, entry));
            return true;
        } catch (OutOfMemoryError noThread) {
            queue.stops();
            threads.decrementAndGet();
            return false;
        }
    }

    // ---- for everybody

    /** Takes an entry with a reply in it. */
    long returned(RingEntry entry) {
        if (ended) {
            return -Errno.ENODEV;
        }
        RingWorker waiting = entry.queue.pollParked();
        if (waiting == null) {
            usher.give(entry);
        } else {
            waiting.hand(entry);
        }
        return 0;
    }

    /** The kernel took an entry away: at the end, or where it does not know the request that it was a reply to. */
    void lost(int result) {
        if (result != -Errno.ENOTCONN && result != -Errno.ECONNABORTED && result != -Errno.ECANCELED) {
            connection().sent(result);
        }
    }

    void threadEnded() {
        threads.decrementAndGet();
        session.threadEnded();
    }

    /** The connection is gone: all threads end. */
    void end() {
        ended = true;
        negotiated.complete(false);
        usher.wake();
        queues.forEach(RingQueue::wakeParked);
    }

    /** When no thread is left. */
    void close() {
        usher.close();
        entries.forEach(RingEntry::close);
    }
}
