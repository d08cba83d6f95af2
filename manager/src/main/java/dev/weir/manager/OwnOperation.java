package dev.weir.manager;

import dev.weir.Altitude;
import dev.weir.NtStatus;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One generated operation after the other, each to its end on the calling thread: an element of {@link OwnOperations}.
 *
 * <p>The lock of this object guards whose it is, so that a cancellation meets nobody else's operation.
 */
final class OwnOperation implements OperationOwner {
    final Operation operation;
    private @Nullable InstanceObject user;
    private volatile @Nullable Thread waiter;
    private volatile boolean cancelled;
    private volatile boolean ended;
    private volatile boolean left;

    OwnOperation(VolumeObject volume) {
        operation = volume.newOperation(this);
    }

    synchronized void use(@Nullable InstanceObject by) {
        user = by;
        cancelled = false;
    }

    /** Cancels what it does for an instance, if it does. */
    synchronized void cancel(InstanceObject by) {
        if (user == by) {
            cancelled = true;
            operation.cancel();
            LockSupport.unpark(waiter);
        }
    }

    /** Runs the operation, which {@link Requests} has begun. On a virtual thread the manager's threads do it: below there are calls that belong to platform threads. */
    void run(@Nullable Altitude below) {
        VolumeObject volume = operation.volume();
        ended = false;
        waiter = Thread.currentThread();
        if (cancelled) {
            operation.setStatus(NtStatus.CANCELLED);
            waiter = null;
            return;
        }
        if (Thread.currentThread().isVirtual()) {
            volume.threads().operations().execute(() -> volume.start(operation, below));
        } else {
            volume.start(operation, below);
        }
        await();
        waiter = null;
    }

    private void await() {
        boolean interrupted = false;
        while (!ended) {
            if (cancelled && !operation.isCancelled()) {
                // It came before the start, which begins anew.
                operation.cancel();
            }
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it left its thread and is used up. */
    boolean hasLeft() {
        return left;
    }

    @Override
    public void leaving(Operation leaver) {
        left = true;
    }

    @Override
    public void completed(Operation done) {
        Thread waiting = waiter;
        ended = true;
        LockSupport.unpark(waiting);
    }
}
