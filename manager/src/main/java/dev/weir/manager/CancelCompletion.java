package dev.weir.manager;

import dev.weir.CancelCallback;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a filter that keeps an operation wants to be told when the operation is cancelled.
 *
 * <pre>
 *  null --set--> Armed --clear--> null
 *                  \--fire--> Fired (queued or running: nobody else resumes the operation) --returned--> null
 * </pre>
 *
 * <p>Setting arms, then reads whether the operation is cancelled; cancelling writes that, then fires: one of the two sees the other, and the exchange to Fired happens once.
 */
final class CancelCompletion {
    private sealed interface State {}

    private record Armed(InstanceObject instance, CancelCallback callback) implements State {}

    private static final class Fired implements State {
        private volatile @Nullable Thread runner;
    }

    private final Operation operation;
    private final AtomicReference<@Nullable State> state = new AtomicReference<>();

    CancelCompletion(Operation operation) {
        this.operation = operation;
    }

    void set(InstanceObject instance, CancelCallback callback) {
        if (!state.compareAndSet(null, new Armed(instance, callback))) {
            throw new IllegalStateException("the operation has a cancel callback already");
        }
    }

    /** True where it was armed and can't be called any more. */
    boolean clear() {
        State now = state.get();
        return now instanceof Armed && state.compareAndSet(now, null);
    }

    /** Whether the calling thread may resume the operation: not while somebody else runs, or is about to run, the callback. What is armed is armed no more. */
    boolean yieldsTo(Thread thread) {
        while (true) {
            State now = state.get();
            if (now == null || now instanceof Fired fired && fired.runner == thread) {
                return true;
            }
            if (now instanceof Fired) {
                return false;
            }
            if (state.compareAndSet(now, null)) {
                return true;
            }
        }
    }

    /** Has the callback called, on a thread of the manager's; false where none is armed. */
    boolean fire() {
        if (!(state.get() instanceof Armed armed)) {
            return false;
        }
        var fired = new Fired();
        if (!state.compareAndSet(armed, fired)) {
            return false;
        }
        InstanceObject instance = armed.instance();
        instance.work().queueEvenNow("the cancel callback of " + operation.operationName(), () -> {
            fired.runner = Thread.currentThread();
            try {
                armed.callback().cancelled(operation);
            } finally {
                state.compareAndSet(fired, null);
            }
        });
        return true;
    }
}
