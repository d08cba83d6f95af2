package dev.weir.manager;

import dev.weir.io.OwnIo;
import dev.weir.io.OwnIoException;
import dev.weir.io.OwnTask;
import dev.weir.io.OwnWork;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A task of an instance's own I/O. Counts at the desk from its submission until its stage's dependents have run. */
final class OwnTaskObject<T> implements OwnTask<T> {
    private final InstanceObject instance;
    private final OwnIoDesk desk;
    private final CompletableFuture<T> end = new CompletableFuture<>();
    private volatile boolean cancelled;
    private volatile @Nullable OwnOperation running;

    OwnTaskObject(InstanceObject instance, OwnIoDesk desk) {
        this.instance = instance;
        this.desk = desk;
    }

    void submit(OwnIo io, OwnWork<T> work) {
        try {
            desk.enter();
        } catch (OwnIoException refused) {
            end.completeExceptionally(refused);
            return;
        }
        try {
            instance.volume().threads().operations().execute(() -> run(io, work));
        } catch (RejectedExecutionException ended) {
            end.completeExceptionally(ended);
            desk.exit();
        }
    }

    private void run(OwnIo io, OwnWork<T> work) {
        desk.taskBegins(this);
        try {
            if (cancelled) {
                throw desk.wasCancelled();
            }
            end.complete(work.run(io));
        } catch (Throwable failure) {
            end.completeExceptionally(failure);
        } finally {
            desk.taskEnds();
            desk.exit();
        }
    }

    /** The operation that it is about to run, or null after that. Returns the one that this one is nested in. */
    @Nullable
    OwnOperation runs(@Nullable OwnOperation own) {
        OwnOperation before = running;
        running = own;
        return before;
    }

    @Override
    public CompletionStage<T> completion() {
        return end.minimalCompletionStage();
    }

    @Override
    public boolean cancel() {
        // Before anything else: it may be over as soon as it is told.
        boolean hadEnded = end.isDone();
        cancelled = true;
        OwnOperation own = running;
        if (own != null) {
            own.cancel(instance);
        }
        return !hadEnded;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }
}
