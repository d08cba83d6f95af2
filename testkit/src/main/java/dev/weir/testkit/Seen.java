package dev.weir.testkit;

import dev.weir.NtStatus;
import java.util.Set;

/**
 * One call of a callback, as a {@link RecordingFilter} saw it.
 *
 * @param operationId the number of the operation, -1 where it was called for none
 * @param operation the programmers' name of the operation, or the name of the instance, or empty
 * @param path what the operation is about
 * @param status the result that a post-operation saw; SUCCESS elsewhere
 * @param flags what the callback was called with: DRAINING, MANDATORY, the setup flags or the reason of a teardown
 * @param thread what it ran on
 */
public record Seen(
        Callback callback,
        long operationId,
        String operation,
        String path,
        NtStatus status,
        Set<? extends Enum<?>> flags,
        Thread thread) {

    /** Which callback. */
    public enum Callback {
        ENTRY,
        SETUP,
        PRE,
        POST,
        QUERY_TEARDOWN,
        TEARDOWN_START,
        TEARDOWN_COMPLETE,
        UNLOAD
    }
}
