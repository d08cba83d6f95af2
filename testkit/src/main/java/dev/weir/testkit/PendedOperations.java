package dev.weir.testkit;

import dev.weir.CallbackData;
import dev.weir.PreOperation;
import dev.weir.PreOperationStatus;
import dev.weir.RelatedObjects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A pre-operation callback that pends what comes, for the test to resume. Safe on any thread. */
public final class PendedOperations implements PreOperation<Object> {
    private final BlockingQueue<CallbackData> pended = new LinkedBlockingQueue<>();

    @Override
    public PreOperationStatus before(CallbackData data, RelatedObjects<Object> objects) {
        pended.add(data);
        return PreOperationStatus.PENDING;
    }

    /** How many are pended and not taken. */
    public int size() {
        return pended.size();
    }

    /** The oldest one, which the caller resumes; waits for it at most {@link FilterHarness#PATIENCE}. */
    public CallbackData take() {
        try {
            CallbackData data = pended.poll(FilterHarness.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            if (data == null) {
                throw new AssertionError("no operation was pended");
            }
            return data;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a pended operation", e);
        }
    }

    /** Resumes all that are pended now. */
    public void resumeAll(PreOperationStatus status) {
        for (CallbackData data = pended.poll(); data != null; data = pended.poll()) {
            data.completePendedPreOperation(status);
        }
    }
}
