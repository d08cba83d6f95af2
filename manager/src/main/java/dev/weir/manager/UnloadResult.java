package dev.weir.manager;

import dev.weir.NtStatus;
import java.util.List;
import java.util.Optional;

/**
 * How an unload ended.
 *
 * @param status what the requester gets: the filter's own status, bit for bit, where it refused
 * @param message one line: the reason and the remedy where it was refused or timed out, else empty
 * @param ignored the answer that a mandatory unload ignored, such as {@code protect answered STATUS_FLT_DO_NOT_DETACH (0xC01C0010); ignored: stop is mandatory}
 * @param drained operations whose post-operation was called early
 * @param waited operations that a callback was running for, or that were pended, when the teardown came
 * @param reissued pended operations that were taken from the filter and went on below it
 * @param contextsFreed contexts that were freed from the beginning of the teardown to its end
 * @param warnings what the filter did wrong on its way out
 */
public record UnloadResult(
        Outcome outcome,
        NtStatus status,
        String message,
        Optional<String> ignored,
        long drained,
        long waited,
        long reissued,
        long contextsFreed,
        List<String> warnings) {

    /** The four ends. */
    public enum Outcome {
        UNLOADED,
        /** By the filter, or by the manager: the status says. The filter goes on as before. */
        REFUSED,
        /** The requester has waited long enough; the unload goes on. */
        TIMED_OUT,
        /** Unlinked without proof, since its callback does not return. */
        ABANDONED
    }

    static UnloadResult refused(NtStatus status, String message) {
        return new UnloadResult(Outcome.REFUSED, status, message, Optional.empty(), 0, 0, 0, 0, List.of());
    }
}
