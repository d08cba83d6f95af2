package dev.weir.manager;

import dev.weir.CallbackData;
import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.RelatedObjects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One instance, which operations enter, and which notices what must never happen to it. */
final class Watched {
    private final LayerBench bench;
    final InstanceObject instance;
    private final CallbackNode node;
    private volatile @Nullable CallbackData kept;
    private @Nullable CallbackData handed;
    private volatile @Nullable String fault;
    private volatile int owed;
    private volatile boolean gone;

    Watched(LayerBench bench, String altitude) {
        this.bench = bench;
        instance = bench.instance(altitude);
        node = LayerBench.node(instance, this::after);
    }

    private boolean isEntered() {
        if (!bench.slot.enter(node, 0)) {
            return false;
        }
        if (gone) {
            fault = "called after its end";
        }
        return true;
    }

    private PostOperationStatus after(CallbackData data, RelatedObjects<Object> objects, Set<PostOperationFlag> flags) {
        if (objects.instance() != instance) {
            fault = "called for another's post-operation";
        }
        if (!flags.isEmpty() && !instance.isClosing()) {
            fault = "drained, though it stays";
        }
        post();
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    private void post() {
        if (gone) {
            fault = "called for its post-operation after its end";
        }
        if (owed != 1) {
            fault = "called for a post-operation that is not owed";
        }
        owed = 0;
    }

    /** An operation that wants its post-operation. */
    void pass() {
        if (descend()) {
            ascend();
        }
    }

    /** One that the base file system does not answer until this instance, or another, is gone. */
    void passOnceGone(Watched going) {
        if (descend()) {
            while (!going.gone) {
                Thread.onSpinWait();
            }
            ascend();
        }
    }

    boolean descend() {
        if (!isEntered()) {
            return false;
        }
        owed = 1;
        bench.slot.waiting(false);
        return true;
    }

    void ascend() {
        if (bench.operation.flight.claimPost(bench.slot)) {
            post();
        }
        bench.slot.clear();
    }

    /** An operation that its filter keeps. */
    void keep() {
        if (!isEntered()) {
            return;
        }
        kept = bench.slot.hand(bench.operation, false);
        bench.keep();
        kept = null;
        bench.slot.clear();
    }

    /** The first half of {@link #keep}: it is kept. */
    void beginToKeep() {
        if (isEntered()) {
            kept = bench.slot.hand(bench.operation, false);
            handed = kept;
            bench.slot.move(LayerSlot.PRE, LayerSlot.PENDED);
        }
    }

    /** The second half: it was resumed, or taken. */
    void endToKeep() {
        bench.awaitResumed();
        kept = null;
        bench.slot.clear();
    }

    boolean keeps() {
        return kept != null;
    }

    /** The filter resumes what it keeps; false where that is the filter's no more. */
    boolean resume() {
        CallbackData data = kept;
        return data == null || data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
    }

    /** The same, perhaps long after it was resumed. */
    void resumeAgain() {
        CallbackData data = handed;
        if (data != null) {
            data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
        }
    }

    /** What its teardown does with the operation, until that is not in its hands any more. */
    void drain(boolean takesWhatIsKept) {
        instance.closeToOperations();
        var release = new LayerRelease(bench.operation.flight, instance, new TeardownTally(holder -> {}));
        while (release.isHeld(takesWhatIsKept, takesWhatIsKept)) {
            Thread.onSpinWait();
        }
        end();
    }

    /** Its teardown believes that nothing is in its hands. */
    void end() {
        if (owed != 0) {
            fault = "owed a post-operation at its end";
        }
        gone = true;
    }

    void fault(String what) {
        fault = what;
    }

    void holds() {
        if (fault != null) {
            throw new IllegalStateException(instance + " was " + fault);
        }
        if (owed != 0) {
            throw new IllegalStateException(instance + " is owed a post-operation");
        }
    }
}
