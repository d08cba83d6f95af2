package dev.weir.fuse;

import dev.weir.linux.NativeMemory;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Requests that came when every worker was taken, in memory of their own. */
final class Backlog {
    /**
     * One of them.
     *
     * @param sink where its reply goes
     * @param buffers where it stands
     * @param request where it begins
     * @param bytes its length
     */
    record Entry(ReplySink sink, Buffers buffers, long request, long bytes) {}

    private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();

    void add(ReplySink sink, Buffers from, long bytes) {
        Buffers copy = Buffers.ofWorker(Negotiation.MAX_WRITE);
        NativeMemory.copy(from.request(), copy.request(), bytes);
        entries.add(new Entry(sink, copy, copy.request(), bytes));
    }

    /** As it is: the entry has nothing else to do. */
    void add(RingEntry entry) {
        entries.add(new Entry(entry, entry.buffers(), entry.request(), entry.bytes()));
    }

    @Nullable
    Entry poll() {
        return entries.poll();
    }

    /** Takes a request out that its requestor gave up: nothing has been done for it yet. */
    @Nullable
    Entry remove(long unique) {
        for (Entry entry : entries) {
            if (NativeMemory.getLong(entry.request() + 8) == unique && entries.remove(entry)) {
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
