package dev.weir;

import dev.weir.operation.Parameters;

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

    /** The data that goes with the operation. */
    DataBuffer buffer();

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

    /** Whether a filter below or above generated it, rather than a program. */
    boolean isGenerated();

    /** Whether the program gave it up (it died, or was interrupted) or a filter cancelled it: what waits should end. */
    boolean isCancelled();

    /**
     * Resumes an operation that this filter pends, or is about to (FltCompletePendedPreOperation). From any thread, exactly once; the rest of the operation runs on a thread of the
     * manager's.
     *
     * @param status COMPLETE (set the result first), SUCCESS_NO_CALLBACK or SUCCESS_WITH_CALLBACK; another is an {@link IllegalArgumentException}
     * @return false where the operation is no longer this filter's: it was resumed before, or a mandatory teardown took it
     */
    boolean completePendedPreOperation(PreOperationStatus status);

    /** The same with a completion context, which goes with SUCCESS_WITH_CALLBACK only. */
    boolean completePendedPreOperation(PreOperationStatus status, Object completionContext);

    /** Resumes an operation that this filter's post-operation keeps (FltCompletePendedPostOperation). From any thread, exactly once. */
    boolean completePendedPostOperation();

    /**
     * Queues work on this operation for a thread of the manager's (FltQueueDeferredIoWorkItem). In a callback that goes on to keep the operation, or while the filter keeps it; the
     * work resumes it. An operation at a time: a filter that keeps nearly all of them uses a {@link CancelSafeQueue} and threads of its own.
     *
     * @throws FilterException STATUS_FLT_DELETING_OBJECT once the instance's teardown has begun, STATUS_FLT_NOT_SAFE_TO_POST_OPERATION in a draining post-operation: the callback then does the
     *     work itself
     */
    void queueDeferredWork(DeferredWork work) throws FilterException;

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
