package dev.weir.io;

import java.util.concurrent.CompletionStage;

/**
 * Own I/O that runs on a thread of the manager's. The detach of its instance waits for it.
 *
 * @param <T> what it comes to
 */
public interface OwnTask<T> {

    /** Its end: the result, or an {@link OwnIoException} or what else was thrown. Always completed, on the task's thread. */
    CompletionStage<T> completion();

    /**
     * Cancels it (FltCancelIo): the operation in flight is told, and every further own operation of the task fails with STATUS_CANCELLED, save closes. The task ends when its work returns.
     *
     * @return false where it had ended already
     */
    boolean cancel();

    boolean isCancelled();
}
