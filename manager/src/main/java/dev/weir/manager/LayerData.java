package dev.weir.manager;

import dev.weir.CallbackData;
import dev.weir.CancelCallback;
import dev.weir.DataBuffer;
import dev.weir.DeferredWork;
import dev.weir.DirectoryListing;
import dev.weir.FileAttributes;
import dev.weir.FileHandle;
import dev.weir.FileNode;
import dev.weir.FilePath;
import dev.weir.FilterException;
import dev.weir.MajorFunction;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Requestor;
import dev.weir.operation.Parameters;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An operation as one layer's filter is given it. It names the layer: who resumes by it resumes what that layer keeps, and no other layer, however late it comes.
 *
 * <p>For its pre-operation and for its post-operation there is a turn each:
 *
 * <pre>
 *  FREE --tryResume--> TRYING --the layer was kept--> TAKEN, for good
 *                        \--it was not--> FREE
 * </pre>
 *
 * <p>A layer hands the same one to its callbacks, of one operation after the other, until a turn is taken that the next callback may need: then there is a new one. So operations that nobody keeps allocate none.
 */
final class LayerData implements CallbackData {
    private static final int FREE = 0;
    private static final int TRYING = 1;
    private static final int TAKEN = 2;
    private static final VarHandle PRE_TURN;
    private static final VarHandle POST_TURN;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PRE_TURN = lookup.findVarHandle(LayerData.class, "preTurn", int.class);
            POST_TURN = lookup.findVarHandle(LayerData.class, "postTurn", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Operation operation;
    private final LayerSlot slot;
    private volatile int preTurn;
    private volatile int postTurn;

    LayerData(Operation operation, LayerSlot slot) {
        this.operation = operation;
        this.slot = slot;
    }

    Operation operation() {
        return operation;
    }

    /** For whoever looks at its state: an operation on a line has none there. */
    LayerSlot slot() {
        operation.flight.line().interpret();
        return slot;
    }

    // ---- whose turn it is

    /** Whether the layer's pre-operation was resumed by this, or its post-operation. */
    boolean isTaken(boolean post) {
        return (post ? postTurn : preTurn) == TAKEN;
    }

    /** Whether a callback may be handed this. */
    boolean isFresh(boolean post) {
        return postTurn != TAKEN && (post || preTurn != TAKEN);
    }

    /** Begins an attempt at resuming; false where somebody has resumed it. Ends with {@link #taken} or {@link #notTaken}, soon. */
    boolean tryResume(boolean post) {
        while (!(post ? POST_TURN : PRE_TURN).compareAndSet(this, FREE, TRYING)) {
            if (isTaken(post)) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    /** Before anybody can see that the layer goes on. */
    void taken(boolean post) {
        turn(post, TAKEN);
    }

    void notTaken(boolean post) {
        turn(post, FREE);
    }

    private void turn(boolean post, int to) {
        if (post) {
            postTurn = to;
        } else {
            preTurn = to;
        }
    }

    /** Whether the layer's callback runs or it keeps the operation, and nobody has resumed it. */
    boolean isHeld() {
        int state = slot().settledState();
        boolean post = LayerSlot.holdsPost(state);
        return (post || LayerSlot.holdsPre(state)) && !isTaken(post);
    }

    /** The layer, where it {@linkplain #isHeld() is held}. */
    LayerSlot held() {
        if (!isHeld()) {
            throw new IllegalStateException("only in a callback, or while the filter keeps the operation");
        }
        return slot;
    }

    // ---- keeping

    @Override
    public boolean completePendedPreOperation(PreOperationStatus newStatus) {
        return operation.flight.resumption().resumePre(this, newStatus, null);
    }

    @Override
    public boolean completePendedPreOperation(PreOperationStatus newStatus, Object completionContext) {
        return operation.flight.resumption().resumePre(this, newStatus, completionContext);
    }

    @Override
    public boolean completePendedPostOperation() {
        return operation.flight.resumption().resumePost(this);
    }

    @Override
    public void queueDeferredWork(DeferredWork work) throws FilterException {
        DeferredWorkItem.queue(this, work);
    }

    @Override
    public void awaitKept() {
        operation.flight.awaitKept(this);
    }

    @Override
    public void setCancelCompletion(CancelCallback callback) {
        operation.flight.setCancelCompletion(this, callback);
    }

    @Override
    public boolean clearCancelCompletion() {
        return operation.flight.cancelCompletion().clear(this);
    }

    // ---- what the operation is

    @Override
    public long id() {
        return operation.id();
    }

    @Override
    public MajorFunction majorFunction() {
        return operation.majorFunction();
    }

    @Override
    public String operationName() {
        return operation.operationName();
    }

    @Override
    public Parameters parameters() {
        return operation.parameters();
    }

    @Override
    public void setDirty() {
        operation.setDirty();
    }

    @Override
    public Requestor requestor() {
        return operation.requestor();
    }

    @Override
    public FileNode node() {
        return operation.node();
    }

    @Override
    public boolean hasHandle() {
        return operation.hasHandle();
    }

    @Override
    public FileHandle handle() {
        return operation.handle();
    }

    @Override
    public boolean hasOpenedHandle() {
        return operation.hasOpenedHandle();
    }

    @Override
    public FileHandle openedHandle() {
        return operation.openedHandle();
    }

    @Override
    public boolean hasCreatedNode() {
        return operation.hasCreatedNode();
    }

    @Override
    public FileNode createdNode() {
        return operation.createdNode();
    }

    @Override
    public FilePath path() {
        return operation.path();
    }

    @Override
    public DataBuffer buffer() {
        return operation.buffer();
    }

    @Override
    public void swapBuffer(MemorySegment segment, long offset, long length) {
        operation.swapBuffer(segment, offset, length);
    }

    @Override
    public boolean hasSwappedBuffer() {
        return operation.hasSwappedBuffer();
    }

    @Override
    public DataBuffer swappedBuffer() {
        return operation.swappedBuffer();
    }

    @Override
    public void answerFrom(MemorySegment segment, long offset, long length) {
        operation.answerFrom(segment, offset, length);
    }

    @Override
    public DirectoryListing listing() {
        return operation.listing();
    }

    @Override
    public FileAttributes attributes() {
        return operation.attributes();
    }

    @Override
    public NtStatus status() {
        return operation.status();
    }

    @Override
    public int errno() {
        return operation.errno();
    }

    @Override
    public long information() {
        return operation.information();
    }

    @Override
    public void setStatus(NtStatus status) {
        operation.setStatus(status);
    }

    @Override
    public void setStatus(NtStatus status, long information) {
        operation.setStatus(status, information);
    }

    @Override
    public void setErrno(int errno) {
        operation.setErrno(errno);
    }

    @Override
    public boolean isPagingIo() {
        return operation.isPagingIo();
    }

    @Override
    public boolean isNonCached() {
        return operation.isNonCached();
    }

    @Override
    public boolean isGenerated() {
        return operation.isGenerated();
    }

    @Override
    public boolean isReissued() {
        return operation.isReissued();
    }

    @Override
    public boolean isCancelled() {
        return operation.isCancelled();
    }
}
