package dev.weir.manager;

import dev.weir.Filter;
import dev.weir.PreOperationStatus;
import dev.weir.RelatedObjects;
import dev.weir.Volume;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What an operation holds for one filter that it has reached: {instance, callbacks, completion context, state}.
 *
 * <pre>
 *  EMPTY --enter--> PRE --returned, wants its post--> WAITING --claimPost--> POST --> EMPTY
 *                    |  \-- resumed early --> RESUMED       \--claim for draining--> CLAIMED --> DRAINED --> EMPTY
 *                    \-- pended --> PENDED -- resumed --> RESUMED
 *  LENT is WAITING with a buffer of the filter's in use below: never drained, CLAIMED by a teardown only to withdraw the operation
 *  PRE, PENDED --resume--> RESUMING (the answer is being written) --> RESUMED
 *  POST -- kept --> POST_PENDED;  POST, POST_PENDED --resume--> RESUMING --> POST_RESUMED --> EMPTY
 * </pre>
 *
 * <p>Only the runner of the operation writes EMPTY, PRE, WAITING, POST and PENDED; a teardown takes WAITING and PENDED, a resumer PRE, PENDED, POST and POST_PENDED, each by compare-and-set. So
 * every post-operation is called once: by the runner or by the drainer. Who resumes has the turn of the {@link LayerData} that the filter was handed ({@link Resumption}).
 *
 * <p>Entering writes PRE, then reads {@link InstanceObject#isClosing()}; a teardown writes closing, then reads the states. Both are volatile: one of the two sees the other.
 */
final class LayerSlot implements RelatedObjects<Object> {
    static final int EMPTY = 0;
    static final int PRE = 1;
    static final int RESUMED = 2;
    static final int PENDED = 3;
    static final int WAITING = 4;
    static final int POST = 5;
    static final int POST_PENDED = 6;
    static final int POST_RESUMED = 7;
    static final int CLAIMED = 8;
    static final int DRAINED = 9;
    static final int RESUMING = 10;
    static final int LENT = 11;

    /** Of {@link #marks}: the post-operation is owed on the thread of the pre-operation. */
    static final int SYNCHRONOUS = 1;

    /** Of {@link #marks}: the callback set a cancel completion. */
    static final int CANCELLABLE = 2;

    /** Of {@link #marks}: work waits for the callback to return and keep the operation. */
    static final int DEFERRED = 64;

    /** Of {@link #marks}: the filter gave those below a buffer of its own. */
    static final int SWAPPED = 4;

    /** Of {@link #marks}: the filter answers those above from memory of its own. */
    static final int ANSWERED = 8;

    /** Of {@link #marks}: the operation goes down below this layer once more, and comes back here. */
    static final int AGAIN = 16;

    /** Of {@link #marks}: a teardown cancelled the operation because of its swapped buffer; it goes down once more without this layer. */
    static final int WITHDRAWN = 32;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(LayerSlot.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // through the handle
    private volatile int state;

    private @Nullable CallbackNode node;
    private @Nullable Object context;
    private int marks;
    private int seenVersion;
    private PreOperationStatus resumedStatus = PreOperationStatus.SUCCESS_NO_CALLBACK;
    private @Nullable Object resumedContext;
    private @Nullable LayerData handed;

    /** Begins this layer; false where the instance is going and must not be called any more. */
    boolean enter(CallbackNode next, int version) {
        node = next;
        context = null;
        marks = 0;
        seenVersion = version;
        STATE.setVolatile(this, PRE);
        if (next.instance.isClosing()) {
            clear();
            return false;
        }
        return true;
    }

    int state() {
        // Not an acquire alone: a teardown that has written closing reads it, see above.
        return (int) STATE.getVolatile(this);
    }

    boolean move(int from, int to) {
        return STATE.compareAndSet(this, from, to);
    }

    void state(int to) {
        STATE.setVolatile(this, to);
    }

    /** Passed down: the post-operation is owed. */
    void waiting(boolean onTheSameThread) {
        marks = onTheSameThread ? marks | SYNCHRONOUS : marks;
        STATE.setRelease(this, (marks & SWAPPED) == 0 ? WAITING : LENT);
    }

    void clear() {
        node = null;
        context = null;
        resumedContext = null;
        marks = 0;
        STATE.setRelease(this, EMPTY);
    }

    /** For operations along a line: the layer is a node's, from one to the next. */
    void bind(CallbackNode next) {
        node = next;
        context = null;
    }

    /** The operation left a line: what the layer stands at. */
    void stand(int at, int version) {
        marks = 0;
        seenVersion = version;
        STATE.setVolatile(this, at);
    }

    /** On a line, after the post-operation. */
    void forgetContext() {
        context = null;
    }

    /** The drainer has what it needs; nothing of the filter's is reachable from here any more. */
    void drained() {
        node = null;
        context = null;
        STATE.setRelease(this, DRAINED);
    }

    boolean isSynchronous() {
        return (marks & SYNCHRONOUS) != 0;
    }

    void mark(int further) {
        marks |= further;
    }

    void unmark(int which) {
        marks &= ~which;
    }

    /** What is unusual with this layer; 0 for nearly all. */
    int marks() {
        return marks;
    }

    /** Whether it is on its way up that the filter's callback runs or keeps the operation. */
    boolean isPost() {
        return holdsPost(state());
    }

    /** Whether a state is that of a pre-operation that runs or keeps the operation, and that nobody has resumed. */
    static boolean holdsPre(int state) {
        return state == PRE || state == PENDED;
    }

    /** The same of a post-operation. */
    static boolean holdsPost(int state) {
        return state == POST || state == POST_PENDED;
    }

    /** Whether a callback is running. */
    boolean isRunning() {
        int now = state();
        return now == PRE || now == POST || now == RESUMING || now == RESUMED || now == POST_RESUMED;
    }

    /** Whether a callback is running or keeps the operation. */
    boolean isHolding() {
        int now = state();
        return isRunning() || now == PENDED || now == POST_PENDED;
    }

    int seenVersion() {
        return seenVersion;
    }

    @Nullable
    CallbackNode node() {
        return node;
    }

    boolean belongsTo(InstanceObject instance) {
        CallbackNode now = node;
        return now != null && now.instance == instance;
    }

    /** What the layer's callback is handed: the same again and again, until somebody resumed by it. Only by the runner. */
    LayerData hand(Operation operation, boolean post) {
        LayerData known = handed;
        if (known == null || !known.isFresh(post)) {
            known = new LayerData(operation, this);
            handed = known;
        }
        return known;
    }

    /** What the running callback, or the one that keeps the operation, was handed. */
    @Nullable
    LayerData handed() {
        return handed;
    }

    /** The answer to what is {@link #RESUMING}; false where the callback returned meanwhile and did not keep the operation. */
    boolean resumed(PreOperationStatus status, @Nullable Object completionContext) {
        resumedStatus = status;
        resumedContext = completionContext;
        return move(RESUMING, RESUMED);
    }

    /** The state, once nobody is in the middle of a resume. */
    int settledState() {
        int now = state();
        while (now == RESUMING) {
            Thread.onSpinWait();
            now = state();
        }
        return now;
    }

    PreOperationStatus resumedStatus() {
        return resumedStatus;
    }

    void takeResumedContext() {
        if (resumedContext != null) {
            context = resumedContext;
            resumedContext = null;
        }
    }

    /** A slot outside any operation that hands a draining callback what this one held. */
    LayerSlot detachedCopy() {
        var copy = new LayerSlot();
        copy.node = node;
        copy.context = context;
        return copy;
    }

    private CallbackNode present() {
        CallbackNode now = node;
        if (now == null) {
            throw new IllegalStateException("the callback that this was given to has returned");
        }
        return now;
    }

    @Override
    public Filter filter() {
        return present().instance.filter();
    }

    @Override
    public Volume volume() {
        return present().instance.volume();
    }

    @Override
    public InstanceObject instance() {
        return present().instance;
    }

    @Override
    public void setCompletionContext(Object completionContext) {
        present();
        context = completionContext;
    }

    @Override
    public Object completionContext() {
        Object set = context;
        if (set == null) {
            throw new IllegalStateException("the pre-operation set no completion context");
        }
        return set;
    }

    @Override
    public boolean hasCompletionContext() {
        return context != null;
    }
}
