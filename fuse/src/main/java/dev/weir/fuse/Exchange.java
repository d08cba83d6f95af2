package dev.weir.fuse;

import dev.weir.DataBuffer;
import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.linux.NativeMemory;
import dev.weir.linux.NativeThread;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationOwner;
import dev.weir.manager.VolumeObject;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request of the kernel from its bytes to its reply, with the operation that it becomes.
 *
 * <p>A worker uses one over and over, without allocating, until an operation leaves: then the exchange goes with it, in a small memory of its own, and the worker takes a
 * fresh one. The reply is sent once, by whoever {@linkplain #claim claims} it: the operation's end, or an interrupt that answers for a filter which does not.
 */
final class Exchange implements OperationOwner {
    private static final VarHandle ANSWERED;
    private static final VarHandle PINS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ANSWERED = lookup.findVarHandle(Exchange.class, "answered", boolean.class);
            PINS = lookup.findVarHandle(Exchange.class, "pins", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(impossible.getMessage(), impossible);
        }
    }

    final Connection connection;
    final Operation operation;
    final RequestMessage request = new RequestMessage();

    private final ReplySink sink;
    private Buffers buffers;
    private @Nullable Probe probe;

    // The request at hand.
    private volatile long unique;
    private volatile int caller;
    private volatile boolean answered = true;
    private volatile int pins;
    private Completion completion = Exchange::replyDone;
    private boolean left;
    private boolean keepsPayload;
    private @Nullable FileNodeObject node;
    private @Nullable FileHandleObject handle;
    private @Nullable FileNodeObject heldNode;
    private @Nullable FileNodeObject otherHeldNode;
    private volatile @Nullable Abandoned abandoned;
    private volatile boolean ended;

    private int skip;
    private long dataOffset;
    private int size;

    /** What a handler keeps for its completion, which must not look at the request any more: its memory may be another's. */
    long number;

    /** As {@link #number}: the name that a look-up is for. */
    @Nullable
    FileName asked;

    Exchange(Connection connection, ReplySink sink, Buffers buffers) {
        this.connection = connection;
        this.sink = sink;
        this.buffers = buffers;
        this.operation = connection.volume().newOperation(this);
        connection.inFlight().add(this);
    }

    // ---- for the worker

    /** A fresh one for the same worker, after this one's operation has left with it. */
    Exchange successor(Buffers workersBuffers) {
        return new Exchange(connection, sink, workersBuffers);
    }

    /** One that goes on with the request at hand, after the operation of this one has left its worker and ended; the answer is its now. */
    Exchange continuation() {
        var next = new Exchange(connection, sink, Buffers.detached(0));
        next.unique = unique;
        next.answered = !claim();
        return next;
    }

    /** Takes up the request that {@link #request} looks at. */
    void begin() {
        while (pins != 0) {
            Thread.onSpinWait();
        }
        left = false;
        keepsPayload = false;
        skip = 0;
        size = 0;
        dataOffset = 0;
        ended = false;
        abandoned = null;
        caller = request.thread();
        answered = false;
        unique = request.unique();
        connection.inFlight().begun(this, unique);
    }

    /** The request is done with; the exchange can be used again. */
    void finish() {
        long ended = unique;
        unique = 0;
        node = null;
        handle = null;
        completion = Exchange::replyDone;
        heldNode = release(heldNode);
        otherHeldNode = release(otherHeldNode);
        connection.inFlight().ended(ended);
    }

    private static @Nullable FileNodeObject release(@Nullable FileNodeObject held) {
        if (held != null) {
            held.release(1);
        }
        return null;
    }

    /** The exchange is used no more; its operation has ended. */
    void close() {
        connection.inFlight().remove(this);
        connection.volume().closeOperation(operation);
        Probe used = probe;
        if (used != null) {
            used.close();
        }
    }

    /** Whether the operation left the worker, and this exchange with it. For the worker alone. */
    boolean hasLeft() {
        return left;
    }

    // ---- for handlers

    VolumeObject volume() {
        return connection.volume();
    }

    Buffers buffers() {
        return buffers;
    }

    /** The node that the request is on. */
    FileNodeObject node() {
        return node(request.nodeId());
    }

    FileNodeObject node(long id) {
        FileNodeObject known = volume().nodes().byId(id);
        if (known == null) {
            throw RequestRefused.noNode();
        }
        return known;
    }

    FileHandleObject handle(long id) {
        FileHandleObject known = volume().handles().byId(id);
        if (known == null) {
            throw RequestRefused.noHandle();
        }
        return known;
    }

    /** The room or the data of the operation, in bytes. */
    int size() {
        return size;
    }

    /** Where the data is that the operation brought back: in the buffers, or in memory of a filter's. */
    long dataAddress(long length) {
        DataBuffer data = operation.buffer();
        if (data.segment().isNative()) {
            return data.segment().address() + data.offset();
        }
        long own = buffers.payload() + skip;
        MemorySegment.copy(data.segment(), data.offset(), NativeMemory.segment(own, length), 0, length);
        return own;
    }

    /** Keeps a reference until the request is done with. */
    @Nullable
    FileNodeObject hold(@Nullable FileNodeObject reference) {
        otherHeldNode = heldNode;
        heldNode = reference;
        return reference;
    }

    /** What the operation brings back goes to the payload, behind so many bytes that the completion wants for itself. */
    void room(int before, int bytes) {
        skip = before;
        size = Math.clamp(bytes, 0, buffers.capacity() - before);
        dataOffset = (long) buffers.payloadOffset() + before;
        operation.data(buffers.segment(), dataOffset, size);
    }

    /** What the operation takes down stands at an address in the buffers, and comes back there. */
    void data(long address, int bytes) {
        keepsPayload = true;
        skip = 0;
        size = bytes;
        dataOffset = address - buffers.segment().address();
        operation.data(buffers.segment(), dataOffset, bytes);
    }

    /** Looks at the base file system for the front's own purposes, unseen. One at a time. */
    Probe probe() {
        Probe used = probe;
        if (used == null) {
            used = new Probe(volume());
            probe = used;
        }
        return used;
    }

    /** Notes whether what the operation writes clears set-user-ID and set-group-ID bits, by a flag of the request; where the kernel does not tell, its user decides. */
    void clearsSetIds(int flags, int flag) {
        if (connection.negotiation().tellsKeptIds()) {
            operation.keepsSetIds((flags & flag) == 0);
        }
    }

    /** Starts the operation, which {@code Requests} has begun, on a node. */
    boolean start(FileNodeObject target, Completion whenDone) {
        operation.on(target);
        node = target;
        callerAsks();
        return run(whenDone);
    }

    /** Starts the operation through an open file. */
    boolean start(FileHandleObject openFile, Completion whenDone) {
        operation.through(openFile);
        handle = openFile;
        node = openFile.node();
        callerAsks();
        return run(whenDone);
    }

    /** As {@link #start(FileHandleObject, Completion)}, for what the page cache may ask for by itself: then the file's opener asks. */
    boolean startData(FileHandleObject openFile, boolean callerIsKnown, Completion whenDone) {
        operation.through(openFile);
        handle = openFile;
        node = openFile.node();
        if (callerIsKnown && request.thread() > 0) {
            callerAsks();
        } else {
            openFile.copyOpenerTo(operation.requestor());
        }
        return run(whenDone);
    }

    private void callerAsks() {
        int thread = request.thread();
        operation.requestor().set(thread > 0 ? thread : -1, -1, request.userId(), request.groupId());
    }

    private boolean run(Completion whenDone) {
        completion = whenDone;
        return volume().start(operation);
    }

    /** Where the body of a small reply goes; up to {@link Buffers#SMALL} bytes, zeros. */
    long body(int length) {
        long at = buffers.small() + Buffers.REPLY_HEADER;
        NativeMemory.clear(at, length);
        return at;
    }

    /** Sends the body that was written at {@link #body}. False where nobody gets it. */
    boolean reply(int length) {
        return claim() && send(buffers.small(), length, 0);
    }

    /** Sends so many bytes of the payload. */
    boolean replyData(int length) {
        return claim() && send(buffers.payload() - Buffers.REPLY_HEADER, length, 0);
    }

    /** Sends so many bytes of what the operation brought back, from where they are. */
    boolean replyAnswer(int length) {
        if (operation.buffer().segment().equals(buffers.segment())) {
            return replyData(length);
        }
        long data = dataAddress(length);
        return data == buffers.payload() ? replyData(length) : claim() && sendWith(data, length);
    }

    private boolean sendWith(long data, int length) {
        Buffers.header(buffers.small(), Buffers.REPLY_HEADER + length, 0, unique);
        return connection.sent(sink.send(buffers.small(), Buffers.REPLY_HEADER, data, length));
    }

    /** Sends the payload with {@code before} bytes in front of it, which were written there. */
    boolean replyData(int before, int length) {
        return claim() && send(buffers.payload() - before - Buffers.REPLY_HEADER, before + length, 0);
    }

    boolean replyError(int errno) {
        return claim() && send(buffers.small(), 0, errno);
    }

    /** Done, without data. */
    boolean replyDone() {
        return replyError(0);
    }

    /** Answers with the operation's error if it has one. */
    boolean replyFailure() {
        int errno = operation.errno();
        if (errno == 0) {
            return false;
        }
        replyError(Errnos.told(errno));
        return true;
    }

    private boolean send(long at, int length, int errno) {
        Buffers.header(at, Buffers.REPLY_HEADER + length, errno, unique);
        return connection.sent(sink.send(at, Buffers.REPLY_HEADER + length));
    }

    /** Takes the right to answer; only one can. */
    boolean claim() {
        return ANSWERED.compareAndSet(this, false, true);
    }

    boolean isAnswered() {
        return answered;
    }

    // ---- OperationOwner

    @Override
    public void leaving(Operation leaver) {
        left = true;
        if (sink.leaving(this)) {
            return;
        }
        Buffers own = Buffers.detached(skip + size);
        // What goes down goes along; of what comes back, what has come already.
        long bytes = keepsPayload ? size : Math.clamp(leaver.information(), 0, size);
        NativeMemory.copy(buffers.segment().address() + dataOffset, own.payload() + skip, bytes);
        if (size > 0) {
            leaver.dataMoved(buffers.segment(), own.segment(), own.payloadOffset() + skip);
        }
        dataOffset = (long) own.payloadOffset() + skip;
        buffers = own;
    }

    @Override
    public void completed(Operation done) {
        try {
            if (answered) {
                done.discardResult();
            } else {
                completion.complete(this);
            }
        } catch (Throwable failure) {
            connection.failed("the end of " + done.operationName(), failure);
            replyError(Errno.EIO);
        }
        ended = true;
        Abandoned late = abandoned;
        if (late != null) {
            late.end();
        }
        if (left) {
            finish();
            close();
            connection.settle();
        }
    }

    // ---- for interrupts, from any thread

    /** Keeps the exchange on its present request until {@link #unpin}. */
    void pin() {
        PINS.getAndAdd(this, 1);
    }

    void unpin() {
        PINS.getAndAdd(this, -1);
    }

    /** The request at hand, 0 for none. */
    long unique() {
        return unique;
    }

    /** The thread that waits for the answer; 0 where the kernel does not say. */
    int caller() {
        return caller;
    }

    /** Whether it goes through an open file right now. */
    boolean uses(FileHandleObject openFile) {
        return handle == openFile && unique != 0;
    }

    void addNodeTo(Set<FileNodeObject> nodes) {
        FileNodeObject target = node;
        if (target != null && unique != 0) {
            nodes.add(target);
        }
    }

    /**
     * Answers EINTR instead of the operation, whose end then counts for nobody. What it is on stays until that end.
     *
     * <p>The worker may finish the request as soon as the answer is claimed, so nothing of it is read after that.
     *
     * @param request the number of the request, which the caller has seen after it had pinned the exchange
     */
    void giveUp(long request) {
        FileNodeObject target = node;
        FileHandleObject openFile = handle;
        // Nobody waits for the end of an open file, which must be done whole.
        if (operation.kind().cannotFail() || !claim()) {
            return;
        }
        // Not answered yet: the kernel still knows the node and the handle.
        Abandoned keep = Abandoned.keep(connection, target, openFile);
        abandoned = keep;
        if (ended) {
            keep.end();
        }
        operation.abandon();
        long at = NativeThread.current().struct();
        Buffers.header(at, Buffers.REPLY_HEADER, Errno.EINTR, request);
        connection.sent(sink.sendEarly(this, at, Buffers.REPLY_HEADER));
    }
}
