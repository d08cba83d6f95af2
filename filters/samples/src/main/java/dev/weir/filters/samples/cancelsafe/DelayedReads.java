package dev.weir.filters.samples.cancelsafe;

import dev.weir.CallbackData;
import dev.weir.CancelSafeQueue;
import dev.weir.FilterException;
import dev.weir.Instance;
import dev.weir.PreOperationStatus;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The reads that an instance keeps, oldest first, and the work item that resumes each when it is due. The work item is there while the queue is not empty. Safe on any thread. */
final class DelayedReads {
    private final CancelSafeQueue<Long> queue = new CancelSafeQueue<>();
    private final Instance instance;
    private final long delayNanos;

    // Guarded by this.
    private boolean isWorking;
    private boolean isEnding;

    DelayedReads(Instance instance, long delayNanos) {
        this.instance = instance;
        this.delayNanos = delayNanos;
    }

    /** Whether the queue has it now; if not, it is the caller's as before. */
    boolean keep(CallbackData data) {
        if (!queue.insert(data, System.nanoTime() + delayNanos).isSuccess()) {
            return false;
        }
        work();
        return true;
    }

    private synchronized void work() {
        if (!isWorking && !isEnding) {
            try {
                instance.queueWork(this::resumeWhatIsDue);
                isWorking = true;
            } catch (FilterException goingAway) {
                // The teardown has begun: end() resumes what is in the queue.
            }
        }
    }

    private void resumeWhatIsDue() {
        do {
            long now = System.nanoTime();
            Optional<CallbackData> due = queue.removeNext(time -> time - now <= 0);
            while (due.isPresent()) {
                resume(due.get());
                due = queue.removeNext(time -> time - now <= 0);
            }
        } while (isMoreAfterAWhile());
    }

    private synchronized boolean isMoreAfterAWhile() {
        try {
            if (!isEnding && queue.size() > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.clamp(delayNanos / 10, 1_000_000, 100_000_000));
                return true;
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        isWorking = false;
        return false;
    }

    private static void resume(CallbackData data) {
        data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
    }

    /** Takes no more, and resumes what is there. */
    void end() {
        synchronized (this) {
            isEnding = true;
            notifyAll();
        }
        queue.disable();
        for (var next = queue.removeNext(); next.isPresent(); next = queue.removeNext()) {
            resume(next.get());
        }
    }
}
