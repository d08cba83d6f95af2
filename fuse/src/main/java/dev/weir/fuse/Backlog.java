package dev.weir.fuse;

import dev.weir.linux.NativeMemory;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Requests that were read when every worker was taken, in copies of their own. */
final class Backlog {
    /**
     * One of them.
     *
     * @param sink where its reply goes
     * @param buffers where it stands
     * @param bytes its length
     */
    record Entry(ReplySink sink, Buffers buffers, long bytes) {}

    private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();

    void add(ReplySink sink, Buffers from, long bytes) {
        Buffers copy = Buffers.ofWorker(Negotiation.MAX_WRITE);
        NativeMemory.copy(from.request(), copy.request(), bytes);
        entries.add(new Entry(sink, copy, bytes));
    }

    @Nullable
    Entry poll() {
        return entries.poll();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }
}
