package dev.weir;

/** A work routine that is bound to an operation which its filter keeps ({@link CallbackData#queueDeferredWork}). */
@FunctionalInterface
public interface DeferredWork {

    /**
     * Runs once, on a thread of the manager's, and may block. It, or somebody whom it hands the operation to, resumes the operation. Where it throws, the operation is resumed as {@link ExceptionPolicy} says of a callback
     * that throws.
     *
     * @param data the operation, until it is resumed
     */
    void run(CallbackData data);
}
