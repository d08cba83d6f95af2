package dev.weir.manager;

import dev.weir.CancelCallback;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a filter that keeps an operation wants to be told when the operation is cancelled.
 *
 * <pre>
 *  null --set--> Armed --clear--> null
 *                  \--fire--> Fired (queued or running: nobody else resumes what that layer keeps) --returned--> null
 * </pre>
 *
 * <p>Setting arms, then reads whether the operation is cancelled; cancelling writes that, then fires: one of the two sees the other, and the exchange to Fired happens once.
 */
@SuppressWarnings("ReferenceEquality") // a layer's data is itself
final class CancelCompletion {
    private sealed interface State {
        LayerData keeper();

        /** Whether it is the layer's post-operation that keeps it. */
        boolean post();

        default boolean is(LayerData other, boolean itsPost) {
            return keeper() == other && post() == itsPost;
        }
    }

    private record Armed(LayerData keeper, boolean post, InstanceObject instance, CancelCallback callback)
            implements State {}

    private static final class Fired implements State {
        private final Armed armed;
        private volatile @Nullable Thread runner;

        Fired(Armed armed) {
            this.armed = armed;
        }

        @Override
        public LayerData keeper() {
            return armed.keeper();
        }

        @Override
        public boolean post() {
            return armed.post();
        }
    }

    private final Operation operation;
    private final AtomicReference<@Nullable State> state = new AtomicReference<>();

    CancelCompletion(Operation operation) {
        this.operation = operation;
    }

    void set(LayerData keeper, boolean post, InstanceObject instance, CancelCallback callback) {
        State now = state.get();
        // A callback of another layer's may still have to return, though it has resumed the operation.
        boolean free = now == null || now instanceof Fired && !now.is(keeper, post);
        if (!free || !state.compareAndSet(now, new Armed(keeper, post, instance, callback))) {
            throw new IllegalStateException("the operation has a cancel callback already");
        }
    }

    /** The layer is left. */
    void clear() {
        State now = state.get();
        if (now instanceof Armed) {
            state.compareAndSet(now, null);
        }
    }

    /** True where the keeper had armed it and it can't be called any more. */
    boolean clear(LayerData keeper) {
        State now = state.get();
        return now instanceof Armed && now.keeper() == keeper && state.compareAndSet(now, null);
    }

    /** Whether the calling thread may resume what a layer keeps: not while somebody else runs, or is about to run, that layer's callback. What it has armed is armed no more. */
    boolean yieldsTo(LayerData keeper, boolean post, Thread thread) {
        while (true) {
            State now = state.get();
            if (now == null || !now.is(keeper, post) || now instanceof Fired fired && fired.runner == thread) {
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
        return state.get() instanceof Armed armed && fire(armed);
    }

    /** The same for a teardown: not where another instance keeps the operation by now. */
    void fire(InstanceObject tornDown) {
        if (state.get() instanceof Armed armed && armed.instance() == tornDown) {
            fire(armed);
        }
    }

    private boolean fire(Armed armed) {
        LayerData keeper = armed.keeper();
        var fired = new Fired(armed);
        if (!state.compareAndSet(armed, fired)) {
            return false;
        }
        InstanceObject instance = armed.instance();
        instance.work().queueEvenNow("the cancel callback of " + operation.operationName(), () -> {
            fired.runner = Thread.currentThread();
            try {
                armed.callback().cancelled(keeper);
            } finally {
                state.compareAndSet(fired, null);
            }
        });
        return true;
    }
}
