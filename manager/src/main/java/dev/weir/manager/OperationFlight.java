package dev.weir.manager;

import dev.weir.Altitude;
import dev.weir.CancelCallback;
import dev.weir.Errno;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import dev.weir.MajorFunction;
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
    private static final int REACHED_BASE = 0;
    private static final int ANSWERED = 1;
    private static final int KEPT = 2;
    private static final int AGAIN = 3;
    private static final int ENDED = 4;
    private static final VarHandle LAYERS;

    static {
        try {
            LAYERS = MethodHandles.lookup().findVarHandle(OperationFlight.class, "layers", FlightLayers.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Operation operation;
    private final int stripe;
    private final BelowWait below = new BelowWait();
    private long sequence;
    private final FlightLayers ownLayers = new FlightLayers(4);
    private volatile FlightLayers layers = ownLayers;
    private final FlightLine line = new FlightLine(this);
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
    private boolean fallen;
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
            layers(ownLayers);
            return down() && !left;
        }
        layers(frame.layers());
        line.use(frame);
        return alongLine(frame) && !left;
    }

    boolean start(CallbackNode[] stack, @Nullable Altitude onlyBelow) {
        begin(stack, onlyBelow);
        layers(ownLayers);
        return down() && !left;
    }

    private void begin(CallbackNode[] stack, @Nullable Altitude onlyBelow) {
        depth = 0;
        next = 0;
        nodes = stack;
        bound = onlyBelow;
        left = false;
        synchronousLayers = 0;
        cancelled = false;
        abandoned = false;
        below.reset();
        runner = Thread.currentThread();
        startedNanos = System.nanoTime();
    }

    /** Who looks for an instance that closes reads this after it has written that; a layer that is entered is written after this, and then looks whether its instance closes. */
    private void layers(FlightLayers those) {
        if (layers != those) {
            LAYERS.setRelease(this, those);
        }
    }

    // ---- along a line

    private boolean alongLine(LineFrame frame) {
        dirty = false;
        operation.parameters.beginChanges();
        int at = frame.down();
        if (at != LineFrame.DONE) {
            return downWithoutLine(frame, at);
        }
        operation.parameters.endChanges(false);
        nodes = CallbackNode.NONE;
        if (!throughBase()) {
            return false;
        }
        succeededBelow = operation.status().isSuccess();
        at = frame.up();
        if (at == LineFrame.DONE) {
            at = frame.finish();
        }
        return at == LineFrame.DONE ? ended(ENDED) : upWithoutLine(frame, at);
    }

    /** The line did not enter a position, or a callback there answered something that is not for a line. */
    private boolean downWithoutLine(LineFrame frame, int at) {
        fallen |= frame.leave();
        int stopped = frame.stoppedAt();
        int how;
        if ((at & LineFrame.UNUSUAL) != 0) {
            CallbackNode node = frame.node(stopped);
            boolean threw = threw(frame, node, "pre-");
            how = afterPre(layers.slot(stopped), node, threw ? null : frame.answer());
        } else {
            how = catchUp(frame, stopped, at);
        }
        if (how == KEPT) {
            return false;
        }
        if (how == ANSWERED) {
            nodes = CallbackNode.NONE;
            return up();
        }
        return down();
    }

    /** The layers stand where the line was stopped: at the position that it did not enter, or at the one before, whose callback has returned. */
    private int catchUp(LineFrame frame, int stopped, int at) {
        int how = REACHED_BASE;
        if (stopped == at || stopped == LineFrame.START) {
            operation.parameters.endChanges(false);
            frame.notCalled(stopped);
        } else if (frame.line().hasPre(stopped)) {
            how = settlePre(layers.slot(stopped), frame.node(stopped), frame.passedWith(stopped));
        } else {
            operation.parameters.endChanges(false);
            layers.slot(stopped).waiting(false);
        }
        if (how == REACHED_BASE) {
            depth = at == LineFrame.BASE ? frame.line().nodes.length : at;
            next = frame.line().place(depth);
        }
        return how;
    }

    private boolean threw(LineFrame frame, CallbackNode node, String where) {
        Throwable failure = frame.takeFailure();
        if (failure != null) {
            node.instance.filter().threw(node.instance, where + operation.operationName(), failure);
        }
        return failure != null;
    }

    private boolean upWithoutLine(LineFrame frame, int at) {
        fallen |= frame.leave();
        int stopped = frame.stoppedAt();
        if (stopped == LineFrame.END) {
            return ended(ENDED);
        }
        if (stopped == LineFrame.BASE) {
            return up();
        }
        LayerSlot slot = layers.slot(LineFrame.layer(stopped));
        if ((at & LineFrame.UNUSUAL) != 0) {
            CallbackNode node = frame.node(LineFrame.layer(stopped));
            boolean threw = threw(frame, node, "post-");
            if (!afterPost(slot, node, threw ? null : frame.postAnswer())) {
                return false;
            }
        } else if (stopped == at) {
            frame.uncount(LineFrame.layer(stopped), FilterCounters.POST);
            if (!callPost(slot)) {
                return false;
            }
        }
        return leaveLayer(slot) ? down() : up();
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

    private boolean ended(int how) {
        if (how == KEPT) {
            return false;
        }
        if (operation.redirection() != null && Redirection.follow(operation)) {
            layers(ownLayers);
            next = 0;
            nodes = operation.volume().stack().nodes(operation.majorFunction());
            return down();
        }
        end();
        return true;
    }

    private boolean up() {
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
            LayerSlot slot = layers.slot(depth);
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
    private int afterPre(LayerSlot slot, CallbackNode node, @Nullable PreOperationStatus answer) {
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

    private int settlePre(LayerSlot slot, CallbackNode node, @Nullable PreOperationStatus answer) {
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
        filter.counters().add(stripe, FilterCounters.PRE_WITH_CALLBACK, 1);
        boolean sameThread = synchronize;
        if (synchronize && operation.kind().major() == MajorFunction.LOCK_CONTROL) {
            filter.found("answered SYNCHRONIZE to a lock operation", operation.operationName());
            sameThread = false;
        }
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
            fallen |= line.leave();
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
            LayerSlot slot = layers.slot(depth - 1);
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
    private boolean callPost(LayerSlot slot) {
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

    private boolean afterPost(LayerSlot slot, CallbackNode node, @Nullable PostOperationStatus answer) {
        if (answer == null && node.instance.filter().failsOnException() && !operation.kind().cannotFail()) {
            operation.setStatus(NtStatus.UNSUCCESSFUL);
        }
        return answer != PostOperationStatus.MORE_PROCESSING_REQUIRED
                || waitForResume(slot, LayerSlot.POST, LayerSlot.POST_PENDED, LayerSlot.POST_RESUMED);
    }

    private void end() {
        OperationEnd.settle(operation);
        VolumeObject volume = operation.volume();
        if (fallen) {
            fallen = false;
            line.ended();
        }
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
        if (how == ANSWERED) {
            nodes = CallbackNode.NONE;
            up();
        } else {
            down();
        }
    }

    /** Goes on above a post-operation that kept it. */
    void afterPostPended(LayerSlot slot) {
        if (leaveLayer(slot)) {
            down();
        } else {
            up();
        }
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
        return layers.ofCallback(depth);
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
        return layers;
    }

    FlightLine line() {
        return line;
    }

    /** Its line was stopped in the base file system, or on the way down: how many layers are passed, and the node to go on with. */
    void stoppedOnTheWayDown(int passed, int nextNode) {
        depth = passed;
        next = nextNode;
    }

    /** Its line was stopped on the way up, with so many layers to go, the running one included. */
    void stoppedOnTheWayUp(int owed) {
        depth = owed;
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
        InstanceObject onLine = line.holder();
        return onLine == null ? layers.holder() : onLine;
    }

    /** What an instance does with the operation, for people. */
    String holding(InstanceObject instance) {
        String onLine = line.holding(instance, operation.operationName());
        return onLine.isEmpty() ? layers.holding(instance, operation.operationName()) : onLine;
    }

    /** Whether a thread is in a callback of a filter's, called for this operation. */
    boolean isCallbackOf(FilterObject filter, Thread thread) {
        InstanceObject onLine = line.holder();
        return runner == thread && (onLine != null && onLine.filter() == filter || layers.isRunning(filter));
    }
}
