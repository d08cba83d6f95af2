package dev.weir.manager;

import dev.weir.FilterException;
import dev.weir.NtStatus;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What a filter or one of its instances has queued for the manager's executor: counted from the queueing to the return, so that a teardown can wait for it and name it. Safe on any thread.
 *
 * <p>Queueing adds the item, then reads {@code closed}; closing writes {@code closed}, then looks at the items: one of the two sees the other.
 */
final class WorkItems {
    private final FilterObject filter;
    private final Set<Item> items = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    WorkItems(FilterObject filter) {
        this.filter = filter;
    }

    /** Queues work. Refused with STATUS_FLT_DELETING_OBJECT from {@link #close} on. */
    void queue(String what, Runnable work) throws FilterException {
        Item item = hold(what, work);
        if (!execute(item)) {
            throw new FilterException(
                    NtStatus.INSUFFICIENT_RESOURCES, "no thread is left to run the work of " + filter.name());
        }
    }

    /** Counts work that is {@linkplain Item#start() started} or {@linkplain Item#drop() dropped} later. Refused as {@link #queue} is. */
    Item hold(String what, Runnable work) throws FilterException {
        var item = new Item(what, work);
        items.add(item);
        if (closed) {
            items.remove(item);
            throw new FilterException(
                    NtStatus.FLT_DELETING_OBJECT, filter.name() + " is being torn down: it queues no work any more");
        }
        return item;
    }

    /** Queues what belongs to an operation that the instance still keeps: its teardown waits for that anyway. */
    void queueEvenNow(String what, Runnable work) {
        var item = new Item(what, work);
        items.add(item);
        item.start();
    }

    private boolean execute(Item item) {
        try {
            filter.manager().threads().operations().execute(item);
            return true;
        } catch (RejectedExecutionException e) {
            items.remove(item);
            return false;
        }
    }

    /** Nothing is queued any more. */
    void close() {
        closed = true;
    }

    int size() {
        return items.size();
    }

    /** Whether a thread is in one of them. */
    boolean isRunningOn(Thread thread) {
        return items.stream().anyMatch(item -> item.runner == thread);
    }

    /** Who is waited for, for people: one that runs if there is one, and how many there are. */
    String describe() {
        Item shown = null;
        int count = 0;
        for (Item item : items) {
            count++;
            if (shown == null || item.runner != null) {
                shown = item;
            }
        }
        if (shown == null) {
            return "";
        }
        Thread thread = shown.runner;
        String state =
                thread == null ? " is queued" : " is running, in " + thread.getName() + FlightDescription.top(thread);
        return filter.name() + ": " + shown.what + state + (count > 1 ? ", and " + (count - 1) + " more" : "");
    }

    final class Item implements Runnable {
        private final String what;
        private final Runnable work;
        private volatile @Nullable Thread runner;

        /** What is held together with it. */
        private @Nullable Item other;

        Item(String what, Runnable work) {
            this.what = what;
            this.work = work;
        }

        Item with(@Nullable Item another) {
            other = another;
            return this;
        }

        void start() {
            Item next = other;
            if (!execute(this)) {
                items.add(this);
                run();
            }
            if (next != null) {
                next.start();
            }
        }

        void drop() {
            items.remove(this);
            if (other != null) {
                other.drop();
            }
        }

        @Override
        public void run() {
            runner = Thread.currentThread();
            try {
                work.run();
            } catch (Throwable failure) {
                filter.threw(what, failure);
            } finally {
                items.remove(this);
            }
        }
    }
}
