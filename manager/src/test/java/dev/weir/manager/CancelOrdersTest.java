package dev.weir.manager;

import dev.weir.CallbackData;
import dev.weir.CancelSafeQueue;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** An operation in a cancel-safe queue, which is taken out and cancelled at any moment. */
@ModelChecked
class CancelOrdersTest {
    public static final class Queued {
        private final LayerBench bench = new LayerBench();
        private final InstanceObject instance = bench.instance("1");
        private final CallbackNode node = LayerBench.node(instance);
        private final CancelSafeQueue<String> queue = new CancelSafeQueue<>(this::cancelled);
        private final AtomicInteger left = new AtomicInteger();
        private volatile boolean fault;

        private void cancelled(CallbackData data) {
            left.incrementAndGet();
            data.setStatus(NtStatus.CANCELLED);
            resume(data);
        }

        private void resume(CallbackData data) {
            if (!data.completePendedPreOperation(PreOperationStatus.COMPLETE)) {
                fault = true;
            }
        }

        private void enterAndInsert() {
            bench.slot.enter(node, 0);
            if (!queue.insert(bench.slot.hand(bench.operation, false), "queued").isSuccess()) {
                fault = true;
            }
        }

        public void beginToKeep() {
            enterAndInsert();
            bench.slot.move(LayerSlot.PRE, LayerSlot.PENDED);
        }

        /** Waits for ever where nobody resumes it. */
        public void endToKeep() {
            bench.awaitResumed();
            leave();
        }

        public void keep() {
            enterAndInsert();
            bench.keep();
            leave();
        }

        private void leave() {
            bench.operation.flight.cancelCompletion().clear();
            bench.slot.clear();
        }

        public void remove() {
            queue.removeNext().ifPresent(data -> {
                left.incrementAndGet();
                resume(data);
            });
        }

        public void cancel() {
            bench.operation.flight.cancel();
        }

        @Validate
        public void holds() {
            bench.holds();
            if (fault || left.get() != 1 || queue.size() != 0) {
                throw new IllegalStateException(
                        "left the queue " + left.get() + " times, " + queue.size() + " in it, fault " + fault);
            }
        }
    }

    @Test
    void itLeavesTheQueueOnceAndIsResumedByWhoeverHasIt() {
        Interleavings.of(Queued.class)
                .first("beginToKeep")
                .thread("remove", "endToKeep")
                .thread("cancel")
                .hold();
    }

    @Test
    void aCancellationThatComesWhileItIsInsertedIsNotLost() {
        Interleavings.of(Queued.class).thread("keep").thread("cancel").hold();
    }

    @Test
    void itMayBeTakenOutBeforeItsCallbackHasReturned() {
        Interleavings.of(Queued.class)
                .thread("keep")
                .thread("remove")
                .thread("cancel")
                .hold();
    }
}
