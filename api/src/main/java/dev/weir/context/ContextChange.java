package dev.weir.context;

import dev.weir.NtStatus;

/**
 * What a set came to, with the context that was there before. Close it: that releases {@link #old()}.
 *
 * @param status {@link NtStatus#SUCCESS}, or why nothing was set
 * @param old a reference on the context that was replaced, or that is in the way (STATUS_FLT_CONTEXT_ALREADY_DEFINED); absent where there was none
 */
public record ContextChange<T>(NtStatus status, ContextReference<T> old) implements AutoCloseable {
    @Override
    public void close() {
        old.close();
    }
}
