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

    /** Takes a request out that its requestor gave up: nothing has been done for it yet. */
    @Nullable
    Entry remove(long unique) {
        for (Entry entry : entries) {
            if (NativeMemory.getLong(entry.buffers().request() + 8) == unique && entries.remove(entry)) {
                return entry;
            }
        }
        return null;
    }

    /** Nobody waits for any of them any more. */
    void clear() {
        entries.clear();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }
}
