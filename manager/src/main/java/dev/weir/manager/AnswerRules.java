package dev.weir.manager;

import dev.weir.MajorFunction;
import dev.weir.NtStatus;

/** What is made of the results that filters set. Belongs to whoever runs the operation. */
final class AnswerRules {
    private final Operation operation;
    private final int stripe;

    AnswerRules(Operation operation, int stripe) {
        this.operation = operation;
        this.stripe = stripe;
    }

    /** A pre-operation let the operation pass and wants its post-operation; returns whether that is owed on the same thread. */
    boolean passed(FilterObject filter, boolean synchronize) {
        filter.counters().add(stripe, FilterCounters.PRE_WITH_CALLBACK, 1);
        boolean sameThread = synchronize;
        if (synchronize && operation.kind().major() == MajorFunction.LOCK_CONTROL) {
            filter.found("answered SYNCHRONIZE to a lock operation", operation.operationName());
            sameThread = false;
        }
        return sameThread;
    }

    /** A pre-operation answered the operation. */
    void completed(FilterObject filter) {
        if (!operation.hasStatusSet()) {
            filter.found("completed an operation without setting a status", operation.operationName());
        }
        NtStatus status = operation.status();
        if (status.equals(NtStatus.PENDING) || status.equals(NtStatus.FLT_DISALLOW_FAST_IO)) {
            filter.found("completed an operation with " + status.name(), operation.operationName());
            operation.setStatus(NtStatus.UNSUCCESSFUL);
        }
        forceSuccess(filter);
        if (!operation.status().isSuccess()) {
            filter.counters().add(stripe, FilterCounters.REFUSED, 1);
        }
    }

    private void forceSuccess(FilterObject filter) {
        if (operation.kind().cannotFail() && (!operation.status().isSuccess() || operation.errno() != 0)) {
            filter.found("failed an operation that can't fail", operation.operationName());
            operation.setStatus(NtStatus.SUCCESS);
        }
    }

    /** A post-operation is through. */
    void settlePost(CallbackNode node, boolean succeededBelow) {
        FilterObject filter = node.instance.filter();
        forceSuccess(filter);
        if (succeededBelow && !operation.status().isSuccess()) {
            filter.counters().add(stripe, FilterCounters.REFUSED, 1);
            FileHandleObject opened = operation.takeResultHandle();
            if (opened != null) {
                // Those below saw an open that succeeded: they see its end; those above see that it failed.
                operation.volume().closeUnseen(opened, node.instance.altitude());
            }
        }
    }
}
