package dev.weir.manager;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The wait of one operation in the base file system that must not hold its thread.
 *
 * <pre>
 *  NONE --defer--> DEFERRED --complete--> COMPLETED (the runner finds it and goes on)
 *                     \--isCompletedEarly / await--> LEFT --complete--> COMPLETED (the completer goes on elsewhere, or wakes the runner)
 * </pre>
 */
final class BelowWait {
    private static final int NONE = 0;
    private static final int DEFERRED = 1;
    private static final int LEFT = 2;
    private static final int COMPLETED = 3;

    private final AtomicInteger state = new AtomicInteger();
    private final AtomicReference<@Nullable Runnable> onCancel = new AtomicReference<>();
    private volatile @Nullable Thread waiter;

    void reset() {
        if (state.getPlain() != NONE) {
            state.set(NONE);
            onCancel.set(null);
            waiter = null;
        }
    }

    void defer(Runnable cancel) {
        onCancel.set(cancel);
        state.set(DEFERRED);
    }

    boolean isDeferred() {
        return state.get() != NONE;
    }

    /** Decides who goes on: true, the runner, since the answer is there; false, the completer. */
    boolean isCompletedEarly() {
        return !state.compareAndSet(DEFERRED, LEFT);
    }

    /** Waits for the answer on this thread. */
    void await() {
        waiter = Thread.currentThread();
        while (state.get() != COMPLETED) {
            LockSupport.park(this);
        }
    }

    /** The answer is there. True where the caller has to see to it that the operation goes on. */
    boolean complete() {
        onCancel.set(null);
        int before = state.getAndSet(COMPLETED);
        LockSupport.unpark(waiter);
        return before == LEFT;
    }

    void cancel() {
        Runnable cancel = onCancel.getAndSet(null);
        if (cancel != null) {
            cancel.run();
        }
    }
}
