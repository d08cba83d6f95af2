package dev.weir.manager;

import dev.weir.DataBuffer;
import dev.weir.DirectoryListing;
import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FilePath;
import dev.weir.MajorFunction;
import dev.weir.NtStatus;
import dev.weir.operation.Parameters;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One operation in flight: the request, the layers that it has passed, and its result. The manager owns it, not a filter's stack frame.
 *
 * <p>A front makes one for each of its workers ({@link VolumeObject#newOperation}), says with {@link Requests} what is asked, and {@linkplain VolumeObject#start starts}
 * it. One that ends on the thread that started it can be used again; one that leaves is used up. Between start and end it belongs to the manager; {@link #cancel()} and {@link #abandon()} may be called by any
 * thread at any time.
 */
public final class Operation {
    private enum SetIds {
        AS_THE_USER,
        KEPT,
        CLEARED
    }

    // Who it belongs to; fixed.
    private final VolumeObject volume;
    private final OperationOwner owner;
    private final Map<OperationKind, ParameterView> views = new EnumMap<>(OperationKind.class);
    final ParameterBlocks parameters = new ParameterBlocks(this::changes);
    private final BufferView buffer = new BufferView(parameters);
    private final BufferSwap swap = new BufferSwap(this);
    final RequestorBlock requestor;
    final AttributeBlock attributes = new AttributeBlock();
    final VolumeStatistics volumeStatistics = new VolumeStatistics();
    final LockAnswer lockAnswer = new LockAnswer();
    final OperationFlight flight;

    // The request.
    private OperationKind kind = OperationKind.GETATTR;
    private ParameterView view;
    private long id;
    private @Nullable FileNodeObject node;
    private @Nullable FileHandleObject handle;
    private boolean pagingIo;
    private boolean nonCached;
    private SetIds setIds = SetIds.AS_THE_USER;
    private long tag;
    private @Nullable InstanceObject initiator;
    private boolean reissued;
    private @Nullable Redirection redirection;

    // What was found out about names.
    private int namesTakenBefore;
    private @Nullable EntryName entryName;

    // The result.
    private NtStatus status = NtStatus.SUCCESS;
    private boolean statusSet;
    private int errno;
    private long information;
    private @Nullable FileNodeObject resultNode;
    private @Nullable FileHandleObject resultHandle;

    Operation(VolumeObject volume, OperationOwner owner, int stripe) {
        this.volume = volume;
        this.owner = owner;
        this.requestor = new RequestorBlock(volume.programs());
        this.view = viewOf(kind);
        this.flight = new OperationFlight(this, stripe);
    }

    // ---- the front's side

    /** Begins anew: everything of the last request is forgotten. */
    ParameterBlock begin(OperationKind newKind) {
        kind = newKind;
        view = viewOf(newKind);
        id = flight.nextId();
        node = null;
        handle = null;
        pagingIo = false;
        nonCached = false;
        setIds = SetIds.AS_THE_USER;
        entryName = null;
        status = NtStatus.SUCCESS;
        statusSet = false;
        errno = 0;
        information = 0;
        resultNode = null;
        resultHandle = null;
        requestor.clear();
        attributes.clear();
        volumeStatistics.clear();
        lockAnswer.clear();
        initiator = null;
        reissued = false;
        redirection = null;
        return parameters.reset();
    }

    private ParameterView viewOf(OperationKind wanted) {
        ParameterView known = views.get(wanted);
        if (known == null) {
            known = ParameterViews.of(wanted, parameters);
            views.put(wanted, known);
        }
        return known;
    }

    /** What the operation is on. Set before the start. */
    public void on(FileNodeObject target) {
        node = target;
    }

    /** The open file that it comes through, and its node. Set before the start. */
    public void through(FileHandleObject openFile) {
        handle = openFile;
        node = openFile.node();
    }

    /** The room for data that comes back, or the data that goes down. The memory stays the caller's and must be valid until the operation ends. */
    public void data(MemorySegment memory, long offset, long length) {
        Objects.checkFromIndexSize(offset, /* size= */ length, /* length= */ memory.byteSize());
        parameters.at(0).buffer(memory, offset, length);
    }

    /** While the operation leaves: what {@link #data} gave is somewhere else from now on, as long as it was. Memory of filters' own, which may stand in its place, stays. */
    public void dataMoved(MemorySegment from, MemorySegment to, long offset) {
        parameters.moved(from, to, offset);
    }

    /** How the page cache has to do with it; for READ and WRITE. */
    public void caching(boolean byThePageCacheItself, boolean roundThePageCache) {
        pagingIo = byThePageCacheItself;
        nonCached = roundThePageCache;
    }

    /** Whether set-user-ID and set-group-ID bits of a file stay when it is written to, truncated or opened with O_TRUNC: whether the requestor has CAP_FSETID. Where nobody says, root has it. */
    public void keepsSetIds(boolean keeps) {
        setIds = keeps ? SetIds.KEPT : SetIds.CLEARED;
    }

    /** A number for the front's own use, such as the kernel's number of the request. */
    public void tag(long value) {
        tag = value;
    }

    public long tag() {
        return tag;
    }

    OperationOwner owner() {
        return owner;
    }

    // ---- the base file system's side

    public OperationKind kind() {
        return kind;
    }

    public VolumeObject volume() {
        return volume;
    }

    /** Whether what is done leaves set-user-ID and set-group-ID bits as they are: the page cache does, whose writer had his effect before, and whoever may. */
    public boolean keepsSetIds() {
        boolean user = requestor.userId() == 0 || requestor.userId() == -1;
        return pagingIo || setIds == SetIds.KEPT || setIds == SetIds.AS_THE_USER && user;
    }

    /** Done, with the number of bytes transferred or 0. */
    public void succeed(long newInformation) {
        status = NtStatus.SUCCESS;
        errno = 0;
        information = newInformation;
    }

    /** Failed with an errno, 1..133. */
    public void fail(int newErrno) {
        status = NtStatus.ofErrno(newErrno);
        errno = newErrno;
        information = 0;
    }

    /** The node that a look-up or creation found or made; its reference goes to the operation. */
    public void yieldNode(FileNodeObject found) {
        resultNode = found;
    }

    /**
     * The file that an open opened. Makes the handle.
     *
     * @param opened its node: the operation's own, or the one just yielded
     * @param base what the base file system wants to keep with it, until {@link BaseFileSystem#close(FileHandleObject)}
     */
    public void yieldHandle(FileNodeObject opened, int openFlags, Object base) {
        resultHandle =
                volume.handles().open(opened, openFlags, kind == OperationKind.OPENDIR, base, requestor, opener());
    }

    /**
     * The answer comes later, from {@link #completeBelow()}, which may even be called before execute returns.
     *
     * @param onCancel called at most once, on any thread, when the requestor gives up; it should see to it that the operation fails soon with EINTR
     */
    public void deferBelow(Runnable onCancel) {
        flight.deferBelow(onCancel);
    }

    /** Ends a wait that {@link #deferBelow} began, after the result was set. */
    public void completeBelow() {
        flight.completeBelow();
    }

    public VolumeStatistics volumeStatistics() {
        return volumeStatistics;
    }

    public LockAnswer lockAnswer() {
        return lockAnswer;
    }

    // ---- the result, for the front

    /** The node to pass on, or null. */
    public @Nullable FileNodeObject resultNode() {
        return resultNode;
    }

    /** The handle to pass on, or null. */
    public @Nullable FileHandleObject resultHandle() {
        return resultHandle;
    }

    /** Gives back what the operation yielded, since nobody was told of it: an open file gets its CLEANUP and CLOSE. */
    public void discardResult() {
        FileHandleObject opened = resultHandle;
        FileNodeObject found = resultNode;
        resultHandle = null;
        resultNode = null;
        if (opened != null) {
            volume.closeUnseen(opened, flight.bound());
        }
        if (found != null) {
            found.release(1);
        }
    }

    /** An open that a filter answered itself: there is a handle, but nothing is open below. */
    void yieldVirtualHandle(FileNodeObject opened, int openFlags) {
        resultHandle =
                volume.handles().open(opened, openFlags, kind == OperationKind.OPENDIR, null, requestor, opener());
    }

    /** Goes down once more: there is no result yet. */
    void forgetResult() {
        status = NtStatus.SUCCESS;
        errno = 0;
        information = 0;
    }

    ParameterView view() {
        return view;
    }

    @Nullable
    FileHandleObject takeResultHandle() {
        FileHandleObject opened = resultHandle;
        resultHandle = null;
        return opened;
    }

    @Nullable
    FileNodeObject takeResultNode() {
        FileNodeObject found = resultNode;
        resultNode = null;
        return found;
    }

    // ---- own I/O

    /** A filter generates it. After the begin. */
    void generatedBy(InstanceObject instance) {
        initiator = instance;
    }

    /** The instance that generated it, or null. */
    @Nullable
    InstanceObject initiator() {
        return initiator;
    }

    /** Whose an open file is: nobody's of the filters', where a program is going to be told of it. */
    private @Nullable InstanceObject opener() {
        return reissued ? null : initiator;
    }

    /** Becomes the request of another operation as its present layer sees it, with its data, to be done below that once more. */
    void reissue(Operation other, InstanceObject by) {
        other.copyRequestTo(this, other.parameters.version());
        id = flight.nextId();
        data(other.buffer.segment(), other.buffer.offset(), other.buffer.length());
        initiator = by;
        reissued = true;
    }

    /** A filter changes something: then the operation is not for a line. */
    private void changes() {
        flight.line().interpret();
    }

    private void changesResult() {
        if (flight.isOnTheWayUp()) {
            changes();
        }
    }

    /** Takes over the outcome of another operation of the same kind. */
    void adoptResult(Operation other) {
        changesResult();
        status = other.status;
        errno = other.errno;
        information = other.information;
        resultNode = other.takeResultNode();
        resultHandle = other.takeResultHandle();
        attributes.copyFrom(other.attributes);
        volumeStatistics.copyFrom(other.volumeStatistics);
        lockAnswer.copyFrom(other.lockAnswer);
        if (!other.buffer.segment().equals(buffer.segment()) || other.buffer.offset() != buffer.offset()) {
            // Somebody below answered from memory of his own.
            parameters.answer(other.buffer.segment(), other.buffer.offset(), other.buffer.length());
        }
    }

    /** Where it is to be started again, or null where no filter has redirected it. */
    @Nullable
    Redirection redirection() {
        return redirection;
    }

    void redirection(Redirection made) {
        redirection = made;
    }

    /** Starts over with another name, as if the program had given that. */
    void retarget(FileNodeObject directory, FileName name, @Nullable FileNodeObject removed) {
        node = directory;
        parameters.view(0);
        parameters.current().objects[0] = name;
        if (kind == OperationKind.UNLINK || kind == OperationKind.RMDIR) {
            parameters.current().objects[1] = removed;
        }
        statusSet = false;
        status = NtStatus.SUCCESS;
        errno = 0;
        information = 0;
        attributes.clear();
    }

    /** The requestor gave up: what waits should end. Whoever waits below or pends is told; true where that was a filter's cancel callback. */
    public boolean cancel() {
        return flight.cancel();
    }

    /** The front has answered the requestor without waiting: the operation goes no further down, its result counts for nobody. */
    public void abandon() {
        flight.abandon();
    }

    /** Whether a filter's callback is running or keeps it, rather than the base file system. */
    public boolean isHeldByFilter() {
        return flight.holder() != null;
    }

    /** What is left of a request that ended: references that would keep nodes and memory alive. */
    void forgetRequest() {
        node = null;
        handle = null;
        resultNode = null;
        resultHandle = null;
        entryName = null;
        parameters.reset();
    }

    // ---- names

    int namesTakenBefore() {
        return namesTakenBefore;
    }

    void namesTakenBefore(int count) {
        namesTakenBefore = count;
    }

    /** What a name in a directory, that this operation gives, was given as; null where nobody asked. */
    @Nullable
    EntryName entryName() {
        return entryName;
    }

    void entryName(EntryName name) {
        entryName = name;
    }

    // ---- what a layer's CallbackData shows; described there

    public long id() {
        return id;
    }

    public MajorFunction majorFunction() {
        return kind.major();
    }

    public String operationName() {
        return kind.operationName();
    }

    public Parameters parameters() {
        return (Parameters) view;
    }

    public void setDirty() {
        flight.setDirty();
    }

    public RequestorBlock requestor() {
        return requestor;
    }

    public FileNodeObject node() {
        FileNodeObject target = node;
        if (target == null) {
            throw new IllegalStateException("this operation has ended, or is on the volume as a whole");
        }
        return target;
    }

    /** Whether {@link #node()} can be asked for. */
    public boolean hasNode() {
        return node != null;
    }

    public boolean hasHandle() {
        return handle != null;
    }

    public FileHandleObject handle() {
        FileHandleObject openFile = handle;
        if (openFile == null) {
            throw new IllegalStateException("this operation does not come through an open file");
        }
        return openFile;
    }

    public boolean hasOpenedHandle() {
        return resultHandle != null;
    }

    public FileHandleObject openedHandle() {
        FileHandleObject opened = resultHandle;
        if (opened == null) {
            throw new IllegalStateException("this operation has opened no file");
        }
        return opened;
    }

    public boolean hasCreatedNode() {
        return resultNode != null && kind != OperationKind.LOOKUP;
    }

    public FileNodeObject createdNode() {
        FileNodeObject created = resultNode;
        if (created == null || kind == OperationKind.LOOKUP) {
            throw new IllegalStateException("this operation has made no file");
        }
        return created;
    }

    public FilePath path() {
        return OperationPaths.of(this);
    }

    public DataBuffer buffer() {
        return buffer;
    }

    public void swapBuffer(MemorySegment memory, long offset, long length) {
        swap.swap(memory, offset, length);
    }

    public boolean hasSwappedBuffer() {
        return swap.hasSwapped();
    }

    public DataBuffer swappedBuffer() {
        return swap.swapped();
    }

    public void answerFrom(MemorySegment memory, long offset, long length) {
        swap.answer(memory, offset, length);
    }

    public DirectoryListing listing() {
        return swap.listing();
    }

    public AttributeBlock attributes() {
        return attributes;
    }

    public NtStatus status() {
        return status;
    }

    /** Whether somebody set a status on the way down. */
    boolean hasStatusSet() {
        return statusSet;
    }

    public int errno() {
        return errno;
    }

    public long information() {
        return information;
    }

    public void setStatus(NtStatus newStatus) {
        setStatus(newStatus, 0);
    }

    public void setStatus(NtStatus newStatus, long newInformation) {
        changesResult();
        status = newStatus;
        statusSet = true;
        errno = newStatus.errno(kind.major());
        information = newStatus.isSuccess() ? newInformation : 0;
    }

    public void setErrno(int newErrno) {
        if (newErrno < 0 || newErrno > 511) {
            throw new IllegalArgumentException("errno " + newErrno + " is outside 0..511");
        }
        changesResult();
        int told = newErrno == Errno.ENOSYS ? Errno.EOPNOTSUPP : newErrno;
        status = NtStatus.ofErrno(told);
        statusSet = true;
        errno = told;
        if (told != 0) {
            information = 0;
        }
    }

    public boolean isPagingIo() {
        return pagingIo;
    }

    public boolean isNonCached() {
        return nonCached;
    }

    public boolean isGenerated() {
        return initiator != null;
    }

    public boolean isReissued() {
        return reissued;
    }

    public boolean isCancelled() {
        return flight.isCancelled();
    }

    /** Fills another operation with the request as a layer saw it: what a draining callback is given. */
    void copyRequestTo(Operation copy, int seenVersion) {
        copy.begin(kind);
        copy.id = id;
        copy.node = node;
        copy.handle = handle;
        copy.pagingIo = pagingIo;
        copy.nonCached = nonCached;
        copy.setIds = setIds;
        copy.initiator = initiator;
        copy.reissued = reissued;
        copy.requestor.copyFrom(requestor);
        copy.parameters.copyFrom(parameters, seenVersion);
    }
}
