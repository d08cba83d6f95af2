package dev.weir.manager;

import dev.weir.DelayedWork;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What is to be begun later. One thread of the executor's waits while there is any. Safe on any thread. */
final class DelayedItems {
    /** By identity. */
    final class Item implements DelayedWork {
        private final long due;
        private final Runnable begin;

        private Item(long due, Runnable begin) {
            this.due = due;
            this.begin = begin;
        }

        @Override
        public boolean cancel() {
            lock.lock();
            try {
                changed.signal();
                return items.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }

    private final ManagerClock clock;
    private final Executor threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Item> items = new PriorityQueue<>(Comparator.comparingLong(item -> item.due));
    private boolean waited;

    DelayedItems(ManagerClock clock, Executor threads) {
        this.clock = clock;
        this.threads = threads;
    }

    /** @param begin must not block or throw */
    Item add(long nanos, Runnable begin) {
        var item = new Item(clock.nanoTime() + nanos, begin);
        lock.lock();
        try {
            items.add(item);
            changed.signal();
            if (!waited) {
                threads.execute(this::await);
                waited = true;
            }
        } finally {
            lock.unlock();
        }
        return item;
    }

    private void await() {
        lock.lock();
        try {
            while (!items.isEmpty()) {
                Item first = items.element();
                long left = first.due - clock.nanoTime();
                if (left > 0) {
                    changed.awaitNanos(clock.pause(left));
                } else {
                    items.remove();
                    begin(first);
                }
            }
        } catch (InterruptedException end) {
            items.clear();
            Thread.currentThread().interrupt();
        } finally {
            waited = false;
            lock.unlock();
        }
    }

    private void begin(Item item) {
        lock.unlock();
        try {
            item.begin.run();
        } finally {
            lock.lock();
        }
    }
}
