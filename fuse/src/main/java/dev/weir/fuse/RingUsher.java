package dev.weir.fuse;

import dev.weir.linux.ChannelCalls;
import dev.weir.linux.FileCalls;
import dev.weir.linux.IoUring;
import dev.weir.linux.NativeMemory;
import dev.weir.linux.NativeThread;
import dev.weir.linux.SystemCallException;
import java.lang.foreign.Arena;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Has the reserve of places in the kernel, and never does an operation: a request that comes in one of them it hands to a worker. So there is always somebody to take a request, whatever the workers do.
 *
 * <p>It also gives entries back to the kernel that no worker has, of operations that ended on other threads; and more places where they run short. The kernel does not look at a new place when requests wait already. So
 * new places are followed by a message to the kernel that makes it ask something (NOTIFY_RETRIEVE, which NOTIFY_REPLY answers) through the queue of the processor that the message is sent on: who takes that gets what waits.
 * It has to be about a regular file that the kernel knows; where it knows none, what waits goes on with the next reply on that processor.
 */
final class RingUsher implements Runnable {
    private static final int SUBMISSIONS = 64;
    private static final int COMPLETIONS = 1024;
    private static final long EVENT = -1;
    private static final int NOTIFY_RETRIEVE = 5;
    private static final int RETRIEVE_OUT = 32;

    /** So that its numbers are never those of requests. */
    private static final long FIRST_MESSAGE = 1L << 62;

    private final Rings rings;
    private final ConcurrentLinkedQueue<RingEntry> given = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<RingQueue> shortOfPlaces = new ConcurrentLinkedQueue<>();
    private final Arena arena = Arena.ofAuto();
    private final long memory = arena.allocate(128, 8).address();
    private final int event;
    private long message = FIRST_MESSAGE;
    private long askedFile;
    private boolean listening;

    RingUsher(Rings rings) throws SystemCallException {
        this.rings = rings;
        this.event = (int) SystemCallException.check("eventfd2", ChannelCalls.eventCounter(NativeThread.current()));
    }

    /** Takes an entry with a reply in it to give it to the kernel. Any thread. */
    void give(RingEntry entry) {
        given.add(entry);
        wake();
    }

    /** A queue has hardly a place left. Any thread. */
    void replenish(RingQueue queue) {
        shortOfPlaces.add(queue);
        wake();
    }

    void wake() {
        ChannelCalls.signal(NativeThread.current(), event);
    }

    @Override
    public void run() {
        try (IoUring ring = new IoUring(SUBMISSIONS, COMPLETIONS)) {
            rings.made("");
            if (rings.awaitNegotiation()) {
                begin(ring);
                NativeThread thread = NativeThread.current();
                while (!rings.isEnded()) {
                    step(ring, thread);
                }
            }
        } catch (SystemCallException refused) {
            rings.made(String.valueOf(refused.getMessage()));
        } finally {
            rings.threadEnded();
        }
    }

    /** Where the kernel takes a place not, it uses the device. */
    private void begin(IoUring ring) {
        rings.queues().forEach(queue -> register(ring, queue, rings.places()));
        submit(ring);
        rings.begun(ring.hasCompletion() ? ring.completionResult() : 0);
    }

    private void step(IoUring ring, NativeThread thread) {
        if (!listening) {
            room(ring);
            ring.read(event, memory, 8, EVENT);
            listening = true;
        }
        int result = ring.enter(1);
        if (!RingWorker.isPassing(result)) {
            rings.connection().failed("waiting for io_uring", new IllegalStateException("errno " + -result));
        }
        while (ring.hasCompletion()) {
            long data = ring.completionData();
            int outcome = ring.completionResult();
            ring.consumed();
            if (data == EVENT) {
                listening = false;
            } else {
                completed(rings.entry((int) data), outcome);
            }
        }
        for (RingEntry entry = given.poll(); entry != null; entry = given.poll()) {
            if (entry.isMessage()) {
                answered(ring, thread, entry);
            } else {
                commit(ring, entry);
            }
        }
        for (RingQueue queue = shortOfPlaces.poll(); queue != null; queue = shortOfPlaces.poll()) {
            addPlaces(ring, thread, queue);
        }
    }

    private void completed(RingEntry entry, int outcome) {
        boolean isShort = entry.queue.taken();
        if (outcome < 0) {
            rings.lost(outcome);
            return;
        }
        entry.arrived();
        if (entry.isMessage()) {
            given.add(entry);
        } else {
            rings.dispatch(entry);
        }
        if (isShort) {
            shortOfPlaces.add(entry.queue);
        }
    }

    /** What waited comes at once when the message is answered, but only the first of it: perhaps there is more. */
    private void answered(IoUring ring, NativeThread thread, RingEntry entry) {
        entry.answerNothing();
        submit(ring);
        boolean hadCompletion = ring.hasCompletion();
        commit(ring, entry);
        submit(ring);
        if (ring.hasCompletion() || hadCompletion) {
            ask(thread, entry.queue);
        }
    }

    private static void submit(IoUring ring) {
        while (ring.hasQueued()) {
            ring.enter(0);
        }
    }

    private void commit(IoUring ring, RingEntry entry) {
        room(ring);
        entry.queue.given();
        rings.commit(ring, entry);
    }

    private void register(IoUring ring, RingQueue queue, int places) {
        for (int i = 0; i < places && rings.mayAddEntry(); i++) {
            room(ring);
            queue.given();
            rings.register(ring, rings.newEntry(queue));
        }
    }

    private static void room(IoUring ring) {
        while (ring.isFull()) {
            ring.enter(0);
        }
    }

    private void addPlaces(IoUring ring, NativeThread thread, RingQueue queue) {
        if (!queue.isShort() || !rings.mayAddEntry() || rings.isEnded()) {
            return;
        }
        register(ring, queue, rings.places());
        submit(ring);
        ask(thread, queue);
    }

    private void ask(NativeThread thread, RingQueue queue) {
        // Where the processor is switched off nothing can wait there.
        if (rings.processors().pin(thread, queue.number) == 0) {
            if (askedFile == 0 || !askFor(thread, askedFile)) {
                askedFile = rings.knownFile();
                if (askedFile != 0) {
                    askFor(thread, askedFile);
                }
            }
            rings.processors().restore(thread);
        }
    }

    /** {@code fuse_notify_retrieve_out}, 32: 0 the number of the answer  8 nodeid  16 offset  24 size(4). Nothing is wanted of the file. False where the kernel does not know it. */
    private boolean askFor(NativeThread thread, long file) {
        long at = memory + 16;
        message += 2;
        Buffers.header(at, Buffers.REPLY_HEADER + RETRIEVE_OUT, -NOTIFY_RETRIEVE, 0);
        NativeMemory.putLong(at + 16, message);
        NativeMemory.putLong(at + 24, file);
        NativeMemory.putLong(at + 32, 0);
        NativeMemory.putLong(at + 40, 0);
        return FileCalls.write(thread, rings.device(), at, Buffers.REPLY_HEADER + RETRIEVE_OUT) >= 0;
    }

    /** Nobody wakes it any more. */
    void close() {
        FileCalls.close(NativeThread.current(), event);
    }
}
