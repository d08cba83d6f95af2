package dev.weir.manager;

import dev.weir.DelayedWork;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a filter has queued for later. Closing takes it back; an item that is added at the same time sees that, or is seen. Safe on any thread. */
final class DelayedWorkItems {
    private final FilterObject filter;
    private final WorkItems work;
    private final Set<Item> items = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    DelayedWorkItems(FilterObject filter, WorkItems work) {
        this.filter = filter;
        this.work = work;
    }

    DelayedWork queue(Duration delay, Runnable routine) throws FilterException {
        var item = new Item(routine);
        items.add(item);
        item.start(Math.max(0, delay.compareTo(Duration.ofDays(36500)) > 0 ? Long.MAX_VALUE / 4 : delay.toNanos()));
        if (closed) {
            item.cancel();
            throw new FilterException(
                    NtStatus.FLT_DELETING_OBJECT, filter.name() + " is being torn down: it queues no work any more");
        }
        return item;
    }

    void close() {
        closed = true;
        items.forEach(Item::cancel);
    }

    private final class Item implements DelayedWork {
        private final Runnable routine;
        private DelayedItems.@Nullable Item timer;

        private Item(Runnable routine) {
            this.routine = routine;
        }

        synchronized void start(long nanos) {
            timer = filter.manager().delayed().add(nanos, this::begin);
        }

        private void begin() {
            items.remove(this);
            try {
                work.queue("delayed work", routine);
            } catch (FilterException going) {
                filter.found("lost delayed work", String.valueOf(going.getMessage()));
            }
        }

        @Override
        public synchronized boolean cancel() {
            items.remove(this);
            // Not started yet: whoever queues it looks whether this is closed after that.
            return timer != null && timer.cancel();
        }
    }
}
