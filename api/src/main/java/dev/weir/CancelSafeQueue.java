package dev.weir;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A first-in, first-out queue of operations that a filter keeps, from which an operation that is cancelled leaves by itself (FltCbdq...).
 *
 * <p>An operation leaves the queue exactly once: to whoever removes it, who resumes it, or to its cancellation, which completes it. Inserting uses the operation's {@link CallbackData#setCancelCompletion cancel
 * callback}: a filter sets none of its own on what it queues. One queue per instance, made in its setup and ended with {@link #disable} and {@link #removeNext()} in its teardown start.
 *
 * <p>What is removed has its callback behind it: a callback that inserts does not wait for whoever removes.
 *
 * <p>Safe on any thread. The queue's own lock is held while predicates run, so they must be quick and must not use the queue; it is not held while a cancelled operation is completed. Removing a given operation takes the
 * same time in any queue; removing by a predicate looks at one entry after the other.
 *
 * @param <K> what a filter keeps with an operation to find it by
 */
public final class CancelSafeQueue<K> {
    /** Of an entry that is being inserted: whether the cancellation came first. */
    private final class Entry implements CancelCallback {
        private final K context;
        private boolean cancelled;

        Entry(K context) {
            this.context = context;
        }

        @Override
        public void cancelled(CallbackData data) {
            synchronized (entries) {
                cancelled = true;
                if (!entries.remove(data, this)) {
                    return;
                }
            }
            completeCancelled.accept(data);
        }
    }

    private final Map<CallbackData, Entry> entries = new LinkedHashMap<>();
    private final Consumer<? super CallbackData> completeCancelled;
    private boolean enabled = true;

    /** A queue that completes a cancelled pre-operation with STATUS_CANCELLED. */
    public CancelSafeQueue() {
        this(CancelSafeQueue::complete);
    }

    /**
     * A queue that leaves the completion of a cancelled operation to its owner.
     *
     * @param completeCancelled called once for each, without a lock; sets the status and resumes the operation
     */
    public CancelSafeQueue(Consumer<? super CallbackData> completeCancelled) {
        this.completeCancelled = completeCancelled;
    }

    private static void complete(CallbackData data) {
        data.setStatus(NtStatus.CANCELLED);
        data.completePendedPreOperation(PreOperationStatus.COMPLETE);
    }

    /**
     * Queues an operation (FltCbdqInsertIo). In the callback that goes on to keep it, or while the filter keeps it. One that is cancelled already is completed at once.
     *
     * @return {@link NtStatus#SUCCESS}: the queue has it, the callback returns PENDING; {@link NtStatus#FLT_CBDQ_DISABLED}: it is as if nothing had happened
     */
    public NtStatus insert(CallbackData data, K context) {
        var entry = new Entry(Objects.requireNonNull(context));
        synchronized (entries) {
            if (!enabled) {
                return NtStatus.FLT_CBDQ_DISABLED;
            }
            data.setCancelCompletion(entry);
            // A cancellation on another thread waits for the lock; one on this thread has come and gone.
            if (!entry.cancelled) {
                entries.put(data, entry);
                return NtStatus.SUCCESS;
            }
        }
        completeCancelled.accept(data);
        return NtStatus.SUCCESS;
    }

    /** Takes the oldest operation out (FltCbdqRemoveNextIo); the caller resumes it. Empty where there is none that is not cancelled. */
    public Optional<CallbackData> removeNext() {
        return removeNext(context -> true);
    }

    /** Takes the oldest operation out whose context matches. */
    public Optional<CallbackData> removeNext(Predicate<? super K> matches) {
        Optional<CallbackData> next = takeNext(matches);
        next.ifPresent(CallbackData::awaitKept);
        return next;
    }

    private Optional<CallbackData> takeNext(Predicate<? super K> matches) {
        synchronized (entries) {
            for (var all = entries.entrySet().iterator(); all.hasNext(); ) {
                Map.Entry<CallbackData, Entry> next = all.next();
                // Where clearing fails the cancellation is on its way, and takes the entry.
                if (matches.test(next.getValue().context) && next.getKey().clearCancelCompletion()) {
                    all.remove();
                    return Optional.of(next.getKey());
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Takes a given operation out (FltCbdqRemoveIo).
     *
     * @return true where it is the caller's now, who resumes it; false where it has left or is leaving: a second removal is harmless
     */
    public boolean remove(CallbackData data) {
        synchronized (entries) {
            @Nullable Entry entry = entries.get(data);
            if (entry == null || !data.clearCancelCompletion()) {
                return false;
            }
            entries.remove(data);
        }
        data.awaitKept();
        return true;
    }

    /** Refuses further inserts (FltCbdqDisable); what is in the queue stays. */
    public void disable() {
        synchronized (entries) {
            enabled = false;
        }
    }

    /** Allows inserts again (FltCbdqEnable). */
    public void enable() {
        synchronized (entries) {
            enabled = true;
        }
    }

    /** How many operations are in the queue. */
    public int size() {
        synchronized (entries) {
            return entries.size();
        }
    }
}
