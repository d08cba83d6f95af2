package dev.weir.manager;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Work on an operation that waits for the callback which queued it to return. Belongs to whoever runs the operation; what the filter queues once it keeps the operation does not come here to wait. */
final class DeferredItems {
    private static final int SPINS = 100;
    private static final long PAUSE = 50_000;

    private WorkItems.@Nullable Item first;

    void add(LayerSlot slot, WorkItems.Item work) {
        if (slot.isRunning()) {
            first = work.with(first);
            slot.mark(LayerSlot.DEFERRED);
        } else {
            work.start();
        }
    }

    WorkItems.@Nullable Item take(LayerSlot slot) {
        if ((slot.marks() & LayerSlot.DEFERRED) == 0) {
            return null;
        }
        WorkItems.Item work = first;
        first = null;
        slot.unmark(LayerSlot.DEFERRED);
        return work;
    }

    static void start(WorkItems.@Nullable Item work) {
        if (work != null) {
            work.start();
        }
    }

    /** The callback returned and does not keep the operation. */
    void drop(LayerSlot slot, Operation operation) {
        WorkItems.Item work = take(slot);
        if (work != null) {
            work.drop();
            slot.instance()
                    .filter()
                    .found("deferred work on an operation that it did not keep", operation.operationName());
        }
    }

    /** Waits until a layer's callback has returned, unless the caller is in it. */
    void awaitReturn(LayerSlot slot, Supplier<@Nullable Thread> runner) {
        for (int tries = 0; slot.isRunning(); tries++) {
            Thread running = runner.get();
            if (running == null || running == Thread.currentThread()) {
                return;
            }
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, PAUSE);
            }
        }
    }
}
