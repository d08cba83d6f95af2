package dev.weir.manager;

import dev.weir.DeferredWork;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;

/** Work on an operation that a filter keeps. An exception of the filter's does not leave the operation with nobody. */
final class DeferredWorkItem {
    private DeferredWorkItem() {}

    static void queue(Operation operation, DeferredWork work) throws FilterException {
        LayerSlot slot;
        InstanceObject instance;
        try {
            slot = operation.flight.callbackSlot();
            instance = slot.instance();
        } catch (IllegalStateException notKept) {
            throw new FilterException(
                    NtStatus.FLT_NOT_SAFE_TO_POST_OPERATION,
                    "this " + operation.operationName() + " is drained or is not the filter's to keep");
        }
        operation.flight.defer(
                slot,
                instance.work()
                        .hold("deferred work on " + operation.operationName(), () -> run(operation, instance, work)));
    }

    private static void run(Operation operation, InstanceObject instance, DeferredWork work) {
        try {
            work.run(operation);
        } catch (Throwable failure) {
            instance.filter().threw(instance, "deferred work on " + operation.operationName(), failure);
            resume(operation, instance.filter());
        }
    }

    private static void resume(Operation operation, FilterObject filter) {
        boolean fails = filter.failsOnException() && !operation.kind().cannotFail();
        LayerSlot slot;
        try {
            slot = operation.flight.callbackSlot();
        } catch (IllegalStateException resumed) {
            return;
        }
        if (fails) {
            operation.setStatus(NtStatus.UNSUCCESSFUL);
        }
        int state = slot.state();
        if (state == LayerSlot.PRE || state == LayerSlot.PENDED) {
            operation.flight.resumePre(
                    fails ? PreOperationStatus.COMPLETE : PreOperationStatus.SUCCESS_NO_CALLBACK, null);
        } else {
            operation.flight.resumePost();
        }
    }
}
