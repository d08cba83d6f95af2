package dev.weir;

import dev.weir.operation.Parameters;
import java.lang.foreign.MemorySegment;

/**
 * One operation, as one filter sees it (FLT_CALLBACK_DATA). Belongs to the callback that it is given to, until that returns or, where it pended the operation, until it
 * resumes it; then every use is an error.
 *
 * <p>Changes of parameters count only when {@link #setDirty()} was called in the pre-operation: then the filters below and the base file system see them, while this filter's own post-operation and
 * everybody above see the original. The result flows upwards: each post-operation sees what the one below left.
 */
public interface CallbackData {

    /** A number that no other operation of this manager has. */
    long id();

    MajorFunction majorFunction();

    /** The programmers' name: {@code open}, {@code rename}, {@code unlink}, ... */
    String operationName();

    /** What the operation is, with its parameters; a type of the sealed hierarchy. */
    Parameters parameters();

    /** Marks the parameters as changed (FltSetCallbackDataDirty). Only in a pre-operation. */
    void setDirty();

    Requestor requestor();

    /** What the operation is on: the file, or for operations on a name the directory that the name is in. */
    FileNode node();

    /** Whether the operation came through an open file. */
    boolean hasHandle();

    /**
     * The open file.
     *
     * @throws IllegalStateException where {@link #hasHandle()} is false
     */
    FileHandle handle();

    /** Whether the operation opened a file that {@link #openedHandle()} is: after an open, create, opendir or tmpfile that the base file system did. Never on the way down or while draining. */
    boolean hasOpenedHandle();

    /**
     * The open file that the operation opened; a create's file is its {@link FileHandle#node()}.
     *
     * @throws IllegalStateException where {@link #hasOpenedHandle()} is false
     */
    FileHandle openedHandle();

    /** Whether the operation made or linked a file that {@link #createdNode()} is: after a create, mkdir, mknod, symlink, tmpfile or link. Never on the way down or while draining. */
    boolean hasCreatedNode();

    /**
     * The file that the operation made or linked.
     *
     * @throws IllegalStateException where {@link #hasCreatedNode()} is false
     */
    FileNode createdNode();

    /** What the operation is about: {@link #node()}'s path with the name that the operation gives, if it gives one. Walked now; allocates. */
    FilePath path();

    /**
     * The data that goes with the operation, as this filter was given it: in a post-operation that swapped the buffer the original, into which what came up in {@link #swappedBuffer()} is to be put.
     */
    DataBuffer buffer();

    /**
     * Gives those below another buffer in place of {@link #buffer()}, of any length: for a read, a listing, a get of an extended attribute or a link's target the room for the answer, for a write or a set of an extended attribute the
     * data. The count of bytes in the parameters becomes the new length. In a pre-operation, or while it is pended, that goes on to ask for its post-operation; the operation is marked as changed by this. The filters
     * above keep the original.
     *
     * <p>The memory must be one that every thread may use, and stay valid until the post-operation is called, which it is in any case: such an operation is not drained, a teardown waits for it. Memory of the heap and of {@link
     * java.lang.foreign.Arena#ofAuto()} needs no care; a shared arena may be closed in the post-operation and not before. The post-operation sets {@link #information()} to what the original buffer has
     * room for.
     *
     * @param offset where in the segment, in bytes
     * @param length in bytes, at most 2^31 - 1
     * @throws IllegalArgumentException for memory of one thread alone, read-only memory where data comes back, or a range outside it
     * @throws IllegalStateException where the operation carries no data, or elsewhere than in a pre-operation
     */
    void swapBuffer(MemorySegment segment, long offset, long length);

    /** Whether this is the post-operation of a filter that swapped the buffer. */
    boolean hasSwappedBuffer();

    /**
     * The buffer that this filter swapped in, with what came up from below. Where a filter below answered from memory of its own ({@link #answerFrom}), it is that.
     *
     * @throws IllegalStateException where {@link #hasSwappedBuffer()} is false
     */
    DataBuffer swappedBuffer();

    /**
     * Answers those above from other memory than {@link #buffer()}, without a copy: they, and in the end the front, find the data there. In a post-operation, or in a pre-operation that goes on to return {@link
     * PreOperationStatus#COMPLETE}; for operations whose data comes back. The status and the number of bytes are set as usual.
     *
     * <p>The memory is the manager's from here on until the operation has ended, which nobody is told of: it is the heap's or of {@link java.lang.foreign.Arena#ofAuto()}, and what it holds does not change any more.
     *
     * @param length in bytes, at most the room that those above have
     * @throws IllegalArgumentException for memory of one thread alone, a range outside it, or more than there is room for
     * @throws IllegalStateException where no data comes back, or outside of a callback
     */
    void answerFrom(MemorySegment segment, long offset, long length);

    /**
     * The entries of a directory's listing, to be edited. In a post-operation of a {@link dev.weir.operation.ReadDirectory} that succeeded; in a pre-operation it has no entries, and is at its end where the program goes on behind those that
     * this instance added. Usually by way of {@link Registration.Builder#listing}.
     *
     * @throws IllegalStateException for another operation, or where this filter swapped the buffer
     */
    DirectoryListing listing();

    /** The attributes that come back with the operation; absent on the way down. */
    FileAttributes attributes();

    /** Set by the base file system or by a filter; {@link NtStatus#SUCCESS} on the way down. */
    NtStatus status();

    /** What the program will be told: the base file system's own errno until a filter sets a status. */
    int errno();

    /** Bytes transferred, or 0. */
    long information();

    /** Sets the result; the errno follows from the status. Only where the callback goes on to complete the operation, or in a post-operation. */
    void setStatus(NtStatus status);

    /** The same with the number of bytes transferred, at most the buffer's room. */
    void setStatus(NtStatus status, long information);

    /** Sets the result by its errno, 1..511 (0 is success); the status follows from it. ENOSYS becomes EOPNOTSUPP. */
    void setErrno(int errno);

    /** Whether the page cache asked for this by itself: a fill, read-ahead or write-back. */
    boolean isPagingIo();

    /** Whether the program asked to go round the page cache (O_DIRECT). */
    boolean isNonCached();

    /** Whether a filter above generated it by its own I/O ({@link dev.weir.io.OwnIo}), rather than a program. */
    boolean isGenerated();

    /** Whether a filter above does it once more, from its post-operation ({@link dev.weir.io.OwnIo#reissue}). */
    boolean isReissued();

    /** Whether the program gave it up (it died, or was interrupted) or a filter cancelled it: what waits should end. */
    boolean isCancelled();

    /**
     * Resumes an operation that this filter pends, or is about to (FltCompletePendedPreOperation). From any thread, exactly once; the rest of the operation runs on a thread of the
     * manager's.
     *
     * @param status COMPLETE (set the result first), SUCCESS_NO_CALLBACK or SUCCESS_WITH_CALLBACK; another is an {@link IllegalArgumentException}
     * @return false where the operation is no longer this filter's: it was resumed before, or a mandatory teardown took it. What another filter keeps by then stays with that filter
     */
    boolean completePendedPreOperation(PreOperationStatus status);

    /** The same with a completion context, which goes with SUCCESS_WITH_CALLBACK only. */
    boolean completePendedPreOperation(PreOperationStatus status, Object completionContext);

    /** Resumes an operation that this filter's post-operation keeps (FltCompletePendedPostOperation). From any thread, exactly once. */
    boolean completePendedPostOperation();

    /**
     * Queues work on this operation for a thread of the manager's (FltQueueDeferredIoWorkItem). In a callback that goes on to keep the operation, or while the filter keeps it; the
     * work begins when the callback has returned, and resumes the operation. Where the callback does not keep it, the work is dropped. An operation at a time: a filter that keeps nearly all of them uses a {@link CancelSafeQueue} and threads of its own.
     *
     * @throws FilterException STATUS_FLT_DELETING_OBJECT once the instance's teardown has begun, STATUS_FLT_NOT_SAFE_TO_POST_OPERATION in a draining post-operation: the callback then does the
     *     work itself
     */
    void queueDeferredWork(DeferredWork work) throws FilterException;

    /**
     * Waits until the callback that goes on to keep the operation has returned. Another thread may resume the operation before that, but not look at its parameters or its data: these move to memory of the operation's own then. Does
     * nothing on the callback's own thread, or where it has returned. What {@link #queueDeferredWork} runs and what a {@link CancelSafeQueue} gives has been waited for.
     */
    void awaitKept();

    /**
     * Sets what is called when the operation is cancelled (FltSetCancelCompletion). In a callback that goes on to keep the operation, or while the filter keeps it; ends when the operation is resumed. One that is
     * cancelled already is called at once, on another thread.
     *
     * @throws IllegalStateException where one is set, or the operation is not this filter's to keep
     */
    void setCancelCompletion(CancelCallback callback);

    /**
     * Takes the cancel callback back (FltClearCancelCompletion).
     *
     * @return true where it is not called any more; false (FltMgr's STATUS_CANCELLED) where none was set or it is being called: the operation is its to resume
     */
    boolean clearCancelCompletion();
}
