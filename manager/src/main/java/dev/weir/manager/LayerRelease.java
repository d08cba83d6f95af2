package dev.weir.manager;

import dev.weir.PostOperation;
import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import java.util.Set;

/** Frees one operation in flight of an instance that is torn down, as far as that is possible at the moment. */
final class LayerRelease {
    private static final Set<PostOperationFlag> DRAINING = Set.of(PostOperationFlag.DRAINING);

    private final OperationFlight flight;
    private final InstanceObject instance;
    private final TeardownTally tally;

    LayerRelease(OperationFlight flight, InstanceObject instance, TeardownTally tally) {
        this.flight = flight;
        this.instance = instance;
        this.tally = tally;
    }

    /**
     * Drains what waits for its post-operation and, where asked to, takes what the instance pends.
     *
     * @param late whether the filter had its time: what it keeps and made cancellable is cancelled
     * @return whether a callback still runs or the instance still keeps the operation
     */
    boolean isHeld(boolean takePended, boolean late) {
        boolean held = false;
        flight.line().interpretWith(instance);
        for (LayerSlot slot : flight.layers()) {
            int state = slot.state();
            if (state == LayerSlot.EMPTY || !slot.belongsTo(instance)) {
                continue;
            }
            switch (state) {
                case LayerSlot.WAITING -> held |= !drain(slot);
                case LayerSlot.PENDED -> held |= !(takePended ? reissue(slot) : cancel(late));
                case LayerSlot.POST_PENDED -> held |= !(takePended ? takePost(slot) : cancel(late));
                case LayerSlot.DRAINED -> {}
                case LayerSlot.LENT -> {
                    held = true;
                    if (late) {
                        withdraw(slot);
                    }
                }
                default -> held = true;
            }
        }
        return held;
    }

    /** Never frees the operation at once: the filter's cancel callback does. */
    private boolean cancel(boolean late) {
        if (late) {
            flight.cancelCompletion().fire(instance);
        }
        return false;
    }

    private boolean takePost(LayerSlot slot) {
        return flight.resumption().takePost(slot, instance);
    }

    private boolean reissue(LayerSlot slot) {
        if (flight.resumption().takePre(slot, instance)) {
            tally.reissued();
            return true;
        }
        return false;
    }

    /** Its buffer is in use below: that must come to an end. Claimed meanwhile, so that it is this operation whose waits end, and no other that uses the slot next. */
    private void withdraw(LayerSlot slot) {
        if (!slot.move(LayerSlot.LENT, LayerSlot.CLAIMED)) {
            return;
        }
        if (slot.belongsTo(instance)) {
            flight.withdraw(instance);
        }
        slot.state(LayerSlot.LENT);
    }

    private boolean drain(LayerSlot slot) {
        if (!slot.move(LayerSlot.WAITING, LayerSlot.CLAIMED)) {
            return false;
        }
        CallbackNode node = slot.node();
        if (node == null || node.instance != instance) {
            // The slot was used again for another instance between look and claim.
            slot.state(LayerSlot.WAITING);
            return true;
        }
        Operation operation = flight.operation();
        Operation copy = operation.volume().copyFor(operation, slot.seenVersion());
        LayerSlot owed = slot.detachedCopy();
        slot.drained();
        tally.drained();
        node.instance.filter().counters().add(flight.stripe(), FilterCounters.DRAINED, 1);
        call(node, copy, owed);
        return true;
    }

    private static void call(CallbackNode node, Operation copy, LayerSlot owed) {
        PostOperation<Object> post = node.post;
        if (post == null) {
            return;
        }
        FilterObject filter = node.instance.filter();
        try {
            PostOperationStatus answer = post.after(owed.hand(copy, true), owed, DRAINING);
            if (answer != PostOperationStatus.FINISHED_PROCESSING) {
                filter.found("a draining post-operation answered " + answer, copy.operationName());
            }
        } catch (Throwable failure) {
            filter.threw(node.instance, "draining post-" + copy.operationName(), failure);
        }
    }
}
