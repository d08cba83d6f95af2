package dev.weir.manager;

import dev.weir.DeferredWork;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;

/** Work on an operation that a filter keeps. An exception of the filter's does not leave the operation with nobody. */
final class DeferredWorkItem {
    private DeferredWorkItem() {}

    static void queue(LayerData data, DeferredWork work) throws FilterException {
        Operation operation = data.operation();
        LayerSlot slot;
        InstanceObject instance;
        try {
            slot = data.held();
            instance = slot.instance();
        } catch (IllegalStateException notKept) {
            throw new FilterException(
                    NtStatus.FLT_NOT_SAFE_TO_POST_OPERATION,
                    "this " + operation.operationName() + " is drained or is not the filter's to keep");
        }
        operation.flight.defer(
                slot,
                instance.work().hold("deferred work on " + operation.operationName(), () -> run(data, instance, work)));
    }

    private static void run(LayerData data, InstanceObject instance, DeferredWork work) {
        try {
            work.run(data);
        } catch (Throwable failure) {
            instance.filter().threw(instance, "deferred work on " + data.operationName(), failure);
            resume(data, instance.filter());
        }
    }

    private static void resume(LayerData data, FilterObject filter) {
        Operation operation = data.operation();
        boolean fails = filter.failsOnException() && !operation.kind().cannotFail();
        LayerSlot slot;
        try {
            slot = data.held();
        } catch (IllegalStateException resumed) {
            return;
        }
        if (fails) {
            operation.setStatus(NtStatus.UNSUCCESSFUL);
        }
        if (LayerSlot.holdsPre(slot.state())) {
            data.completePendedPreOperation(
                    fails ? PreOperationStatus.COMPLETE : PreOperationStatus.SUCCESS_NO_CALLBACK);
        } else {
            data.completePendedPostOperation();
        }
    }
}
