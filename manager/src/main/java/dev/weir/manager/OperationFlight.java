package dev.weir.manager;

import dev.weir.Altitude;
import dev.weir.CancelCallback;
import dev.weir.Errno;
import dev.weir.NtStatus;
import dev.weir.PostOperation;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperation;
import dev.weir.PreOperationStatus;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The way of one operation down the stack, through the base file system and up again.
 *
 * <p>One thread at a time runs it: the one that started it, or after it was kept one of the manager's. While the base file system works, only frames of this class are on that thread's stack, and no
 * local variable of theirs refers to a filter: what is owed to filters stands in the {@link LayerSlot}s, where a teardown can take it.
 */
final class OperationFlight {
    static final int REACHED_BASE = 0;
    static final int ANSWERED = 1;
    static final int KEPT = 2;
    private static final int AGAIN = 3;
    static final int ENDED = 4;
    private final Operation operation;
    private final int stripe;
    private final BelowWait below = new BelowWait();
    private long sequence;
    private final FlightLine line = new FlightLine(this);
    private final LineWay way = new LineWay(this);
    private final AnswerRules rules;
    private final CancelCompletion cancelCompletion;
    private final Resumption resumption;
    private final DeferredItems deferred = new DeferredItems();
    private int depth;
    private CallbackNode[] nodes = CallbackNode.NONE;
    private int next;
    private @Nullable Altitude bound;
    private boolean dirty;
    private boolean succeededBelow;
    private long againFrom;
    private volatile @Nullable InstanceObject withdrawnBy;
    private boolean left;
    private int synchronousLayers;
    private volatile long startedNanos;
    private volatile @Nullable Thread runner;
    private volatile boolean inBase;
    private volatile boolean cancelled;
    private volatile boolean abandoned;

    OperationFlight(Operation operation, int stripe) {
        this.operation = operation;
        this.stripe = stripe;
        this.rules = new AnswerRules(operation, stripe);
        this.cancelCompletion = new CancelCompletion(operation);
        this.resumption = new Resumption(this, cancelCompletion);
    }

    long nextId() {
        return ((long) stripe << 44) + ++sequence;
    }

    int stripe() {
        return stripe;
    }

    /** Flights are counted, so this spreads them well over a table; and where they stand there is the same in each run. */
    @Override
    public int hashCode() {
        return stripe;
    }

    Operation operation() {
        return operation;
    }

    /** Only instances below this see it; null where all do. */
    @Nullable
    Altitude bound() {
        return bound;
    }

    // ---- running

    /** Runs the operation through a stack, or through that part of it which is below an altitude. */
    boolean start(CallbackStack stack, @Nullable Altitude onlyBelow) {
        CallbackNode[] all = stack.nodes(operation.majorFunction());
        LineFrame frame = all.length == 0 || onlyBelow != null ? null : line.frame(stack, operation);
        if (frame == null) {
            return start(all, onlyBelow);
        }
        frame.begin();
        begin(all, null);
        // After the volatile writes of the beginning: whoever replaces the stack now sees this operation on the line.
        if (stack.lines().isReplaced()) {
            line.giveUp(frame);
            line.useNone();
            return down() && !left;
        }
        line.use(frame);
        return way.go(frame) && !left;
    }

    boolean start(CallbackNode[] stack, @Nullable Altitude onlyBelow) {
        begin(stack, onlyBelow);
        line.useNone();
        return down() && !left;
    }

    private void begin(CallbackNode[] stack, @Nullable Altitude onlyBelow) {
        depth = 0;
        next = 0;
        nodes = stack;
        bound = onlyBelow;
        left = false;
        synchronousLayers = 0;
        if (cancelled || abandoned) {
            cancelled = false;
            abandoned = false;
        }
        below.reset();
        runner = Thread.currentThread();
        startedNanos = System.nanoTime();
    }

    /** A line begins. */
    void onTheWayDown() {
        dirty = false;
        operation.parameters.beginChanges();
    }

    /** The line is through on its way down. True where it may go up again on this thread. */
    boolean throughBaseFromLine() {
        operation.parameters.endChanges(false);
        nodes = CallbackNode.NONE;
        if (!throughBase()) {
            return false;
        }
        succeededBelow = operation.status().isSuccess();
        return true;
    }

    // ---- by the interpreter

    /** True where it has ended, on this thread; false where it was kept, and from then on belongs to somebody else. */
    private boolean down() {
        while (true) {
            int how = descend();
            if (how == KEPT || how != ANSWERED && !throughBase()) {
                return false;
            }
            how = ascend();
            if (how != AGAIN) {
                return ended(how);
            }
        }
    }

    boolean ended(int how) {
        if (how == KEPT) {
            return false;
        }
        if (operation.redirection() != null && Redirection.follow(operation)) {
            line.useNone();
            next = 0;
            nodes = operation.volume().stack().nodes(operation.majorFunction());
            return down();
        }
        end();
        return true;
    }

    /** On from a pre-operation that answered so much. */
    boolean goOnFrom(int how) {
        if (how == KEPT) {
            return false;
        }
        if (how == REACHED_BASE) {
            return down();
        }
        nodes = CallbackNode.NONE;
        return up();
    }

    /** On from a layer whose post-operation is through. */
    boolean goOnAbove(LayerSlot slot) {
        return leaveLayer(slot) ? down() : up();
    }

    boolean up() {
        int how = ascend();
        return how == AGAIN ? down() : ended(how);
    }

    private int descend() {
        while (next < nodes.length) {
            CallbackNode node = nodes[next++];
            if (node.skips(operation)
                    || bound != null && node.instance.altitude().compareTo(bound) >= 0) {
                continue;
            }
            LayerSlot slot = layers().slot(depth);
            if (!slot.enter(node, operation.parameters.version())) {
                continue;
            }
            PreOperation<Object> pre = node.pre;
            if (pre == null) {
                slot.waiting(false);
                depth++;
                continue;
            }
            int how = afterPre(slot, node, callPre(slot, node, pre));
            if (how == KEPT) {
                // Somebody else may be running it already: not a field more.
                return KEPT;
            }
            if (how == ANSWERED) {
                nodes = CallbackNode.NONE;
                return ANSWERED;
            }
        }
        nodes = CallbackNode.NONE;
        return REACHED_BASE;
    }

    private @Nullable PreOperationStatus callPre(LayerSlot slot, CallbackNode node, PreOperation<Object> pre) {
        dirty = false;
        operation.parameters.beginChanges();
        node.instance.filter().counters().add(stripe, FilterCounters.PRE, 1);
        try {
            return pre.before(slot.hand(operation, false), slot);
        } catch (Throwable failure) {
            node.instance.filter().threw(node.instance, "pre-" + operation.operationName(), failure);
            return null;
        }
    }

    /** Acts on a pre-operation's answer: REACHED_BASE means go on downwards. */
    int afterPre(LayerSlot slot, CallbackNode node, @Nullable PreOperationStatus answer) {
        PreOperationStatus status = answer;
        if (status == PreOperationStatus.PENDING) {
            node.instance.filter().counters().add(stripe, FilterCounters.PENDED, 1);
            if (!waitForResume(slot, LayerSlot.PRE, LayerSlot.PENDED, LayerSlot.RESUMED)) {
                return KEPT;
            }
            slot.takeResumedContext();
            status = slot.resumedStatus();
        }
        return settlePre(slot, node, status);
    }

    int settlePre(LayerSlot slot, CallbackNode node, @Nullable PreOperationStatus answer) {
        FilterObject filter = node.instance.filter();
        PreOperationStatus status = slot.marks() == 0 ? answer : settleMarks(slot, node, answer);
        if (operation.parameters.endChanges(dirty)) {
            filter.found("changed parameters without marking the operation as changed", operation.operationName());
        }
        if (status == null) {
            boolean fails = filter.failsOnException() && !operation.kind().cannotFail();
            slot.clear();
            if (fails) {
                operation.setStatus(NtStatus.UNSUCCESSFUL);
                return ANSWERED;
            }
            return goOn();
        }
        switch (status) {
            case COMPLETE -> {
                rules.completed(filter);
                slot.clear();
                return ANSWERED;
            }
            case SUCCESS_WITH_CALLBACK, SYNCHRONIZE -> {
                if (node.post == null) {
                    filter.found(
                            "answered " + status + " without a registered post-operation", operation.operationName());
                    slot.clear();
                } else {
                    passWithCallback(slot, filter, status == PreOperationStatus.SYNCHRONIZE);
                }
            }
            case DISALLOW_FASTIO, PENDING -> {
                filter.found("answered " + status + ", which has no meaning here", operation.operationName());
                slot.clear();
            }
            case SUCCESS_NO_CALLBACK -> {
                if (slot.hasCompletionContext()) {
                    filter.found("set a completion context without a callback", operation.operationName());
                }
                slot.clear();
            }
        }
        return goOn();
    }

    /** A pre-operation that did something unusual is over, or what it kept was resumed. */
    private @Nullable PreOperationStatus settleMarks(
            LayerSlot slot, CallbackNode node, @Nullable PreOperationStatus answer) {
        endKeeping(slot);
        return BufferRules.settle(operation, slot, node, answer);
    }

    private void endKeeping(LayerSlot slot) {
        if ((slot.marks() & LayerSlot.CANCELLABLE) != 0) {
            cancelCompletion.clear();
            slot.unmark(LayerSlot.CANCELLABLE);
        }
        deferred.drop(slot, operation);
    }

    private void passWithCallback(LayerSlot slot, FilterObject filter, boolean synchronize) {
        boolean sameThread = rules.passed(filter, synchronize);
        synchronousLayers += sameThread ? 1 : 0;
        slot.waiting(sameThread);
        depth++;
    }

    private int goOn() {
        if (abandoned) {
            operation.setStatus(NtStatus.CANCELLED);
            return ANSWERED;
        }
        return REACHED_BASE;
    }

    private boolean throughBase() {
        inBase = true;
        NameKeeper.before(operation);
        BaseCall.execute(operation);
        if (below.isDeferred()) {
            line.leave();
            if (!waitBelow()) {
                return false;
            }
        }
        inBase = false;
        NameKeeper.note(operation);
        return true;
    }

    /** To the front (ENDED), to a filter that keeps it (KEPT), or to a layer below which it goes down AGAIN. */
    private int ascend() {
        while (depth > 0) {
            LayerSlot slot = layers().slot(depth - 1);
            if (slot.state() == LayerSlot.EMPTY) {
                // Passed on a line, and asked for nothing.
                depth--;
            } else if (!claimPost(slot)) {
                dropLayer(slot);
            } else if (!callPost(slot)) {
                return KEPT;
            } else if (leaveLayer(slot)) {
                return AGAIN;
            }
        }
        return ENDED;
    }

    /** False where the post-operation was called for draining. A drainer that meant another instance gives its claim back. */
    boolean claimPost(LayerSlot slot) {
        while (!slot.move(LayerSlot.WAITING, LayerSlot.POST)) {
            if (slot.state() == LayerSlot.DRAINED) {
                return false;
            }
            if (slot.move(LayerSlot.LENT, LayerSlot.POST)) {
                if (withdrawnBy == slot.instance() && !cancelled && operation.errno() == Errno.EINTR) {
                    slot.mark(LayerSlot.WITHDRAWN);
                }
                return true;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    /** The layer's post-operation is through, however long the filter kept the operation. True where the operation goes down again. */
    private boolean leaveLayer(LayerSlot slot) {
        CallbackNode node = slot.node();
        if (node != null) {
            rules.settlePost(node, succeededBelow);
        }
        return dropLayer(slot);
    }

    private boolean dropLayer(LayerSlot slot) {
        boolean again = slot.marks() != 0 && leaveMarked(slot);
        if (!again || (slot.marks() & LayerSlot.AGAIN) == 0) {
            slot.clear();
            depth--;
        } else {
            slot.unmark(LayerSlot.AGAIN);
            slot.waiting(slot.isSynchronous());
        }
        return again;
    }

    private boolean leaveMarked(LayerSlot slot) {
        endKeeping(slot);
        slot.unmark(LayerSlot.ANSWERED);
        int marks = slot.marks();
        boolean again = (marks & (LayerSlot.AGAIN | LayerSlot.WITHDRAWN)) != 0;
        if (again) {
            nodes = operation.volume().stack().nodes(operation.majorFunction());
            next = 0;
            bound = slot.instance().altitude();
            below.reset();
            operation.forgetResult();
        }
        if (again && (marks & LayerSlot.AGAIN) != 0) {
            operation.parameters.repeat(slot.seenVersion(), againFrom);
            return true;
        }
        if ((marks & LayerSlot.SWAPPED) != 0) {
            withdrawnBy = null;
            BufferRules.leave(operation, slot);
        }
        synchronousLayers -= slot.isSynchronous() ? 1 : 0;
        return again;
    }

    /** The running post-operation left nothing of a part of a listing: the next part is read in its place. */
    void listAgain(long offset) {
        againFrom = offset;
        callbackSlot().mark(LayerSlot.AGAIN);
    }

    /** An instance that is torn down has its buffer in use below: what waits there is to end. */
    void withdraw(InstanceObject instance) {
        withdrawnBy = instance;
        below.cancel();
        cancelCompletion.fire();
    }

    /** False where the filter keeps the operation. */
    boolean callPost(LayerSlot slot) {
        CallbackNode node = slot.node();
        PostOperation<Object> post = node == null ? null : node.post;
        if (node == null || post == null) {
            return true;
        }
        FilterObject filter = node.instance.filter();
        operation.parameters.view(slot.seenVersion());
        succeededBelow = operation.status().isSuccess();
        filter.counters().add(stripe, FilterCounters.POST, 1);
        PostOperationStatus answer = null;
        try {
            answer = post.after(slot.hand(operation, true), slot, LineFrame.NO_FLAGS);
        } catch (Throwable failure) {
            filter.threw(node.instance, "post-" + operation.operationName(), failure);
        }
        return afterPost(slot, node, answer);
    }

    boolean afterPost(LayerSlot slot, CallbackNode node, @Nullable PostOperationStatus answer) {
        if (answer == null
                && node.instance.filter().failsOnException()
                && !operation.kind().cannotFail()) {
            operation.setStatus(NtStatus.UNSUCCESSFUL);
        }
        return answer != PostOperationStatus.MORE_PROCESSING_REQUIRED
                || waitForResume(slot, LayerSlot.POST, LayerSlot.POST_PENDED, LayerSlot.POST_RESUMED);
    }

    private void end() {
        OperationEnd.settle(operation);
        VolumeObject volume = operation.volume();
        line.ended();
        volume.count(stripe, operation.kind(), operation.errno() != 0, System.nanoTime() - startedNanos);
        if (left) {
            volume.forget(this);
        }
        runner = null;
        startedNanos = 0;
        Redirection redirection = operation.redirection();
        if (redirection != null) {
            redirection.tell(operation);
        }
        operation.owner().completed(operation);
        if (redirection != null) {
            redirection.release();
        }
    }

    // ---- being kept and going on

    /**
     * The filter keeps the operation. True where it was resumed and this thread goes on; false where the operation has left this thread.
     */
    boolean waitForResume(LayerSlot slot, int running, int kept, int resumed) {
        if (slot.settledState() == resumed) {
            return true;
        }
        WorkItems.@Nullable Item work = deferred.take(slot);
        if (synchronousLayers > 0) {
            slot.move(running, kept);
            DeferredItems.start(work);
            while (slot.settledState() != resumed) {
                LockSupport.park(this);
            }
            return true;
        }
        leave();
        boolean keeps = slot.move(running, kept);
        DeferredItems.start(work);
        if (keeps) {
            return false;
        }
        slot.settledState();
        runner = Thread.currentThread();
        return true;
    }

    /** Work on an operation that is kept begins when the callback has returned: not before has the operation its own memory. */
    void defer(LayerSlot slot, WorkItems.Item work) {
        deferred.add(slot, work);
    }

    /** Where it was resumed already there is nothing to wait for. */
    void awaitKept(LayerData keeper) {
        if (keeper.isHeld()) {
            deferred.awaitReturn(keeper.slot(), () -> runner);
        }
    }

    private boolean waitBelow() {
        if (synchronousLayers > 0) {
            below.await();
            return true;
        }
        leave();
        if (!below.isCompletedEarly()) {
            return false;
        }
        runner = Thread.currentThread();
        return true;
    }

    private void leave() {
        if (!left) {
            left = true;
            operation.owner().leaving(operation);
        }
        runner = null;
    }

    /** Whether it left the thread that started it, and is used up. */
    boolean hasLeft() {
        return left;
    }

    /** Whether it has been answered, by the base file system or by a filter. */
    boolean isOnTheWayUp() {
        return nodes.length == 0;
    }

    void setDirty() {
        line.interpret();
        dirty = true;
    }

    void deferBelow(Runnable onCancel) {
        below.defer(onCancel);
        if (isCancelled()) {
            below.cancel();
        }
    }

    void completeBelow() {
        if (below.complete()) {
            goOnElsewhere(this::afterBelow);
        }
    }

    private void afterBelow() {
        inBase = false;
        NameKeeper.note(operation);
        up();
    }

    /** Goes on below a pre-operation that kept it. */
    void afterPended(LayerSlot slot) {
        CallbackNode node = slot.node();
        if (node == null) {
            return;
        }
        slot.takeResumedContext();
        int how = settlePre(slot, node, slot.resumedStatus());
        goOnFrom(how);
    }

    /** Goes on above a post-operation that kept it. */
    void afterPostPended(LayerSlot slot) {
        goOnAbove(slot);
    }

    /** Goes on where a filter was taken off: on the thread that waits for it, or on one of the manager's. */
    void resumed(Runnable rest) {
        if (synchronousLayers > 0) {
            LockSupport.unpark(runner);
        } else {
            goOnElsewhere(rest);
        }
    }

    private void goOnElsewhere(Runnable rest) {
        operation.volume().threads().operations().execute(() -> {
            runner = Thread.currentThread();
            rest.run();
        });
    }

    Resumption resumption() {
        return resumption;
    }

    /** Whoever waits below or keeps the operation is told. True where that was a filter's cancel callback. */
    boolean cancel() {
        cancelled = true;
        below.cancel();
        return cancelCompletion.fire();
    }

    void setCancelCompletion(LayerData keeper, CancelCallback callback) {
        LayerSlot slot = keeper.held();
        cancelCompletion.set(keeper, slot.isPost(), slot.instance(), callback);
        slot.mark(LayerSlot.CANCELLABLE);
        if (isCancelled()) {
            cancelCompletion.fire();
        }
    }

    CancelCompletion cancelCompletion() {
        return cancelCompletion;
    }

    /** The layer whose callback runs or keeps the operation. */
    LayerSlot callbackSlot() {
        line.interpret();
        return layers().ofCallback(depth);
    }

    void abandon() {
        abandoned = true;
        line.interpret();
        cancel();
    }

    boolean isCancelled() {
        return cancelled || withdrawnBy != null;
    }

    // ---- for teardown and display, by other threads

    FlightLayers layers() {
        return line.layers();
    }

    FlightLine line() {
        return line;
    }

    /** Its line was stopped with so many layers passed and not yet come back to; on the way down, the node to go on with. */
    void stopped(int layers, int nextNode) {
        depth = layers;
        next = nextNode;
    }

    boolean isInFlight() {
        return startedNanos != 0;
    }

    /** Whether it is still on the run that it was on at a moment. */
    boolean isInFlightSince(long moment) {
        long started = startedNanos;
        return started != 0 && started - moment < 0;
    }

    boolean isCallbackOfThread(Thread thread) {
        return runner == thread;
    }

    long startedNanos() {
        return startedNanos;
    }

    @Nullable
    Thread runner() {
        return runner;
    }

    boolean isInBase() {
        return inBase;
    }

    /** The instance whose callback runs or keeps the operation; null where the base file system has it. */
    @Nullable
    InstanceObject holder() {
        return line.holder();
    }

    /** Whether a thread is in a callback of a filter's, called for this operation. */
    boolean isCallbackOf(FilterObject filter, Thread thread) {
        return runner == thread && line.isRunning(filter);
    }
}
