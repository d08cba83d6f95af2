package dev.weir.manager;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What a teardown had to do until it was through, and what it waits for right now. Safe on any thread. */
final class TeardownTally {
    private final AtomicLong drained = new AtomicLong();
    private final AtomicLong waited = new AtomicLong();
    private final AtomicLong reissued = new AtomicLong();
    private final Consumer<String> progress;
    private volatile String waitingFor = "";

    TeardownTally(Consumer<String> progress) {
        this.progress = progress;
    }

    void drained() {
        drained.incrementAndGet();
    }

    /** A callback was running, or an operation was kept, when the teardown came. */
    void waited(long operations) {
        waited.addAndGet(operations);
    }

    void reissued() {
        reissued.incrementAndGet();
    }

    void waitingFor(String holder) {
        waitingFor = holder;
    }

    String waitingFor() {
        return waitingFor;
    }

    /** Tells the requester what is being waited for. */
    void report() {
        progress.accept(waitingFor);
    }

    long drainedCount() {
        return drained.get();
    }

    long waitedCount() {
        return waited.get();
    }

    long reissuedCount() {
        return reissued.get();
    }
}
