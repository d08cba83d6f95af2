package dev.weir;

/** What a filter that keeps an operation does when the operation is cancelled ({@link CallbackData#setCancelCompletion}). */
@FunctionalInterface
public interface CancelCallback {

    /**
     * The program was interrupted or died. Runs at most once, on a thread of the manager's, and may block. Usually sets STATUS_CANCELLED and resumes the operation; from the cancellation until this
     * returns nobody else can resume it.
     *
     * @param data the operation, as long as it is not resumed
     */
    void cancelled(CallbackData data);
}
