package dev.weir.manager;

import dev.weir.PreOperationStatus;
import org.jspecify.annotations.Nullable;

/**
 * Takes an operation off the filter that keeps it, or is about to: for the filter, which resumes it, or for a teardown.
 *
 * <p>Whoever takes it has the turn of what the layer was handed, so that a resume which comes twice, or so late that another filter keeps the operation, takes nothing.
 */
final class Resumption {
    private final OperationFlight flight;
    private final CancelCompletion cancelCompletion;

    Resumption(OperationFlight flight, CancelCompletion cancelCompletion) {
        this.flight = flight;
        this.cancelCompletion = cancelCompletion;
    }

    /** For the filter that was handed this. */
    boolean resumePre(LayerData keeper, PreOperationStatus status, @Nullable Object completionContext) {
        boolean allowed = status == PreOperationStatus.COMPLETE
                || status == PreOperationStatus.SUCCESS_NO_CALLBACK
                || status == PreOperationStatus.SUCCESS_WITH_CALLBACK;
        if (!allowed) {
            throw new IllegalArgumentException(status + " can't resume a pended operation");
        }
        if (!mayTake(keeper, false)) {
            return false;
        }
        LayerSlot slot = keeper.slot();
        if (slot.move(LayerSlot.PRE, LayerSlot.RESUMING)) {
            keeper.taken(false);
            return slot.resumed(status, completionContext);
        }
        return takePended(keeper, status, completionContext, null);
    }

    /** For a teardown of an instance: the layer's pre-operation is over, and asks for no post-operation. */
    boolean takePre(LayerSlot slot, InstanceObject instance) {
        LayerData keeper = slot.handed();
        return keeper != null
                && mayTake(keeper, false)
                && takePended(keeper, PreOperationStatus.SUCCESS_NO_CALLBACK, null, instance);
    }

    /** For the filter that was handed this. */
    boolean resumePost(LayerData keeper) {
        if (!mayTake(keeper, true)) {
            return false;
        }
        LayerSlot slot = keeper.slot();
        if (slot.move(LayerSlot.POST, LayerSlot.RESUMING)) {
            keeper.taken(true);
            return slot.move(LayerSlot.RESUMING, LayerSlot.POST_RESUMED);
        }
        return takePostPended(keeper, null);
    }

    /** For a teardown of an instance. */
    boolean takePost(LayerSlot slot, InstanceObject instance) {
        LayerData keeper = slot.handed();
        return keeper != null && mayTake(keeper, true) && takePostPended(keeper, instance);
    }

    private boolean mayTake(LayerData keeper, boolean post) {
        return cancelCompletion.yieldsTo(keeper, post, Thread.currentThread()) && keeper.tryResume(post);
    }

    private boolean takePended(
            LayerData keeper,
            PreOperationStatus status,
            @Nullable Object completionContext,
            @Nullable InstanceObject owner) {
        LayerSlot slot = keeper.slot();
        if (!take(keeper, false, owner)) {
            return false;
        }
        slot.resumed(status, completionContext);
        flight.resumed(() -> flight.afterPended(slot));
        return true;
    }

    private boolean takePostPended(LayerData keeper, @Nullable InstanceObject owner) {
        LayerSlot slot = keeper.slot();
        if (!take(keeper, true, owner)) {
            return false;
        }
        slot.state(LayerSlot.POST_RESUMED);
        flight.resumed(() -> flight.afterPostPended(slot));
        return true;
    }

    /** With the turn, which it ends. The slot may have been used again, for an instance that is nobody's concern here: then it is given back. */
    private static boolean take(LayerData keeper, boolean post, @Nullable InstanceObject owner) {
        LayerSlot slot = keeper.slot();
        int kept = post ? LayerSlot.POST_PENDED : LayerSlot.PENDED;
        boolean moved = slot.move(kept, LayerSlot.RESUMING);
        if (moved && (owner == null || slot.belongsTo(owner))) {
            keeper.taken(post);
            return true;
        }
        if (moved) {
            slot.state(kept);
        }
        keeper.notTaken(post);
        return false;
    }
}
