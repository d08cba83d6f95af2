package dev.weir.fuse;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Which workers of a volume wait in the kernel for requests: one alone, or all that have nothing to do.
 *
 * <p>One alone is what a program costs least that asks one thing after the other: a worker that comes back for the next request while another waits for it too has the kernel wake both. It does its request before anybody reads the
 * next one. Where that holds it up, which {@link Lookout} notices a millisecond or two later, another one reads instead. All read where requests overlap: what another one's program asks comes while the one before is still being done,
 * or the reader does not keep up ({@link Load}). It is one alone again when they hardly do.
 *
 * <p>What holds: a worker that is done reads, or saw another that reads after it; so requests wait for somebody who is held up, and for no longer than {@code Lookout} takes. While all read, whoever takes a request and leaves
 * nobody reading starts another worker, or keeps the request for those that come back.
 *
 * <p>Safe on any thread; only {@link #waitAsSpare} blocks.
 */
final class Readers {
    /** What a worker is to do that has nothing to do. */
    enum Turn {
        READ,
        /** Something waits to be done, and another one reads. */
        BACKLOG,
        /** Another one reads, and that is enough. */
        SPARE
    }

    private static final int MOST_SPARES = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());
    private static final long SPARE_MILLIS = 30_000;
    private static final int SHORTEST_WINDOW = 64;
    private static final int LONGEST_WINDOW = 2_048;
    private static final long SHORT_WHILE = 100_000_000;
    private static final int SEVERAL = 40;

    private final Backlog backlog;
    private final BooleanSupplier startsWorker;
    private final AtomicInteger reading = new AtomicInteger();
    private final AtomicInteger workers = new AtomicInteger();
    /** While all read: how many requests were taken, above, and with how many of them one of somebody else's was being done, below. */
    private final AtomicLong overlaps = new AtomicLong();

    private volatile boolean alone = true;
    private volatile int spares;
    private volatile int lastAsker;
    /** After how many requests it is decided whether one alone would do: more each time that it did not for long. */
    private volatile int window = SHORTEST_WINDOW;
    /** When the one that reads alone took its last request, by nanoTime. */
    private volatile long taken;

    /** One that is spare is to go and read. */
    private boolean goes;

    private long seen;
    /** Somebody else reads since the last look that found a new request. */
    private boolean isReplaced;

    private long aloneSince = System.nanoTime();
    private boolean ended;

    /** @param startsWorker starts another worker; false where it can't */
    Readers(Backlog backlog, BooleanSupplier startsWorker) {
        this.backlog = backlog;
        this.startsWorker = startsWorker;
    }

    // ---- for workers

    /** A worker begins; false where there are as many already. */
    boolean joins(int most) {
        if (workers.incrementAndGet() > most) {
            workers.decrementAndGet();
            return false;
        }
        return true;
    }

    /** It could not. */
    void cannotJoin() {
        workers.decrementAndGet();
    }

    /** It ends; perhaps it was the one that reads, or was counted by somebody who could not start another one. */
    void leaves() {
        workers.decrementAndGet();
        if (reading.get() == 0 || !backlog.isEmpty()) {
            together();
        }
    }

    /** The calling worker has nothing to do. */
    Turn begin() {
        // Counted before the look: of a reader that keeps a request and a worker that comes back, the later one sees
        // it.
        while (reading.incrementAndGet() > 1) {
            Turn other = !backlog.isEmpty() ? Turn.BACKLOG : alone ? Turn.SPARE : Turn.READ;
            if (other == Turn.READ || reading.decrementAndGet() > 0) {
                return other;
            }
        }
        return Turn.READ;
    }

    /**
     * It has read.
     *
     * @param now by nanoTime
     * @return whether nobody else may be left to read, nor on the way to that
     */
    boolean end(long now) {
        // Before it does not count as a reader any more: who looks in between would take an old time for this one's.
        taken = now;
        return reading.decrementAndGet() == 0 && (alone || spares == 0);
    }

    /** Whether the one that has taken a request is to do it before somebody reads again, but for {@link Lookout}; another worker is there then. */
    boolean isAlone() {
        return alone && workers.get() > 1;
    }

    /** Whether somebody has to look after the one that has taken a request: last of all, since that may have changed. */
    boolean wantsLookout() {
        return alone;
    }

    /** Blocks until all are to read, or this one. False where there are enough such: the worker ends. */
    synchronized boolean waitAsSpare() {
        if (!alone || ended || !backlog.isEmpty()) {
            return true;
        }
        if (spares >= MOST_SPARES) {
            return false;
        }
        spares++;
        long until = System.nanoTime() + SPARE_MILLIS * 1_000_000;
        try {
            long left = SPARE_MILLIS;
            while (alone && !ended && !goes && left > 0) {
                wait(left);
                left = (until - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException stray) {
            return true;
        } finally {
            spares--;
        }
        boolean reads = goes;
        goes = false;
        // The last one stays: there may be no thread to be had when it is needed.
        return reads || !alone || ended || workers.get() <= 2;
    }

    /** From now on all read that have nothing to do. */
    void together() {
        boolean hadSpares;
        synchronized (this) {
            if (alone) {
                boolean didForLong = System.nanoTime() - aloneSince > SHORT_WHILE;
                window = didForLong ? SHORTEST_WINDOW : Math.min(2 * window, LONGEST_WINDOW);
            }
            alone = false;
            overlaps.set(0);
            hadSpares = spares > 0;
            notifyAll();
        }
        // After it is said: a reader that takes a request now starts another one itself.
        if (!hadSpares && !isEnded() && (reading.get() == 0 || !backlog.isEmpty())) {
            var _ = startsWorker.getAsBoolean();
        }
    }

    /** A worker has taken a request: whether one alone does, or would, is decided by what else is being done. */
    void took(int asker) {
        if (asker == Asker.NOBODY) {
            return;
        }
        boolean isOther = asker != lastAsker || asker == Asker.MANY;
        lastAsker = asker;
        boolean overlapped = isOther && busy() > 1;
        if (alone) {
            if (overlapped) {
                together();
            }
            return;
        }
        long sum = overlaps.addAndGet(overlapped ? (1L << 32) + 1 : 1L << 32);
        long requests = sum >>> 32;
        if (requests >= window && overlaps.compareAndSet(sum, 0) && (int) sum * 100L < SEVERAL * requests) {
            synchronized (this) {
                if (!alone && !ended && backlog.isEmpty()) {
                    alone = true;
                    aloneSince = System.nanoTime();
                }
            }
        }
    }

    /** While all read: whether one that has nothing to do can end. */
    boolean isPlenty() {
        int idle = reading.get();
        return !alone && idle >= MOST_SPARES && idle >= workers.get() / 2;
    }

    // ---- for others

    int workers() {
        return workers.get();
    }

    /** Those that do something. */
    int busy() {
        return Math.max(0, workers.get() - reading.get() - spares);
    }

    /** For one {@link Lookout}: has another one read where the one that reads alone is still held up by what it was at the last look. True where something has happened since. */
    boolean look() {
        if (!alone) {
            return false;
        }
        long now = taken;
        boolean isNew = now != seen;
        seen = now;
        if (isNew) {
            isReplaced = false;
            return true;
        }
        if (isReplaced || reading.get() > 0 || workers.get() == 0) {
            return false;
        }
        isReplaced = handsOver();
        return true;
    }

    /** To one that is spare, or a new one. Where neither can be had all read; that can be over before anybody has noticed, so it does not count. */
    private boolean handsOver() {
        synchronized (this) {
            if (spares > 0) {
                goes = true;
                // Each waits for the same, and one is enough.
                notify();
                return true;
            }
        }
        if (startsWorker.getAsBoolean()) {
            return true;
        }
        together();
        return false;
    }

    /** No request comes any more: all go and see that. */
    synchronized void finish() {
        ended = true;
        alone = false;
        notifyAll();
    }

    private synchronized boolean isEnded() {
        return ended;
    }
}
