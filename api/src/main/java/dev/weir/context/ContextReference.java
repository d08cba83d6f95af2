package dev.weir.context;

import dev.weir.NtStatus;

/**
 * A counted reference on a context, or the status that says why there is none.
 *
 * <pre>{@code
 * try (ContextReference<Tally> tally = objects.instance().getContext(TALLY, data.node())) {
 *     if (tally.isPresent()) {
 *         tally.value().reads.increment();
 *     }
 * }
 * }</pre>
 *
 * <p>A context is freed when its count comes to zero: the one on the object that it is set on, and one for each reference handed out. Every reference that an allocation, a get or {@link #reference()} hands out is {@linkplain
 * #close() released} exactly once, after which it must not be used: a context that stays referenced is not cleaned up and holds the unload of its filter, which then names it. Handing out and releasing allocate
 * nothing: all references on a context are the same object. Safe on any thread.
 *
 * <p>Source: FltMgr, "Referencing contexts".
 *
 * @param <T> the type of the context's value
 */
public interface ContextReference<T> extends AutoCloseable {

    /** Whether there is a context. */
    boolean isPresent();

    /** {@link NtStatus#SUCCESS} where there is a context, else the reason why not. */
    NtStatus status();

    /**
     * The value that the context was allocated with.
     *
     * @throws IllegalStateException where there is no context, or it was freed (FltMgr's bug check 0xF5/0x6E)
     */
    T value();

    /**
     * One reference more (FltReferenceContext), to be released by itself.
     *
     * @return this
     * @throws IllegalStateException where it was freed
     */
    ContextReference<T> reference();

    /**
     * Takes the context off the object that it is set on (FltDeleteContext), if it still is on one. The caller's own reference stays to be released. Does nothing where there is no context.
     */
    void delete();

    /**
     * Releases one reference (FltReleaseContext); with the last one the context is freed, and its cleanup callback called before this returns. Does nothing where there is no context.
     *
     * @throws IllegalStateException where all references that were handed out are released already (FltMgr's bug check 0xF5/0x6D); also recorded as a finding
     */
    @Override
    void close();
}
