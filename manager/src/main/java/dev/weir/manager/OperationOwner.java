package dev.weir.manager;

/** The front's side of an operation in flight. */
public interface OperationOwner {

    /**
     * The operation is about to leave the thread that started it, which is the calling thread: somebody pends it or waits below. The owner makes what the operation refers to (its buffer
     * above all) the operation's own; nobody else touches it during this call. Called at most once for each start.
     */
    void leaving(Operation operation);

    /**
     * The operation has ended: its result is final. Called exactly once, on the thread that started it, or on one of the manager's where it had left. The nodes and handles that it yielded are the owner's
     * from here on: where it can't pass them on it gives them back with {@link Operation#discardResult()}. Must not throw.
     */
    void completed(Operation operation);
}
