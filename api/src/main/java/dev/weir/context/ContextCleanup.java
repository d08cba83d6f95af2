package dev.weir.context;

/**
 * Told that a context is freed (PFLT_CONTEXT_CLEANUP_CALLBACK): gives back what its value holds.
 *
 * @param <T> the type of the context's value
 */
@FunctionalInterface
public interface ContextCleanup<T> {

    /**
     * Called exactly once for each context that was allocated, also for one that was never set, when the last reference on it is released: on the thread that releases it, which may be a worker of the
     * volume's or the one on which the kernel forgets files. Must not block. An exception is recorded and otherwise ignored.
     */
    void cleanup(T value, ContextType type);
}
