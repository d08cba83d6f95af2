package dev.weir;

import java.util.Set;

/**
 * Decides whether a filter may be unloaded, and cleans up after it (PFLT_FILTER_UNLOAD_CALLBACK).
 *
 * <p>Decide before anything is undone. To agree: close what is open to the outside, {@link Filter#unregister()}, free what is global, return success. To refuse a non-mandatory
 * unload: return a warning or an error, by convention {@link NtStatus#FLT_DO_NOT_DETACH}; the requester gets it bit for bit and the filter
 * goes on exactly as before. On a mandatory unload the answer is ignored, and reported as ignored.
 *
 * <p>An exception or a null answer counts as STATUS_UNSUCCESSFUL. Success without unregistering: the manager unregisters, which is a finding.
 */
@FunctionalInterface
public interface FilterUnloadCallback {

    /** Agrees to every unload: unregisters and returns success. */
    FilterUnloadCallback ALWAYS = (filter, flags) -> {
        filter.unregister();
        return NtStatus.SUCCESS;
    };

    /**
     * Called on a thread of the manager's that is not the requester's; may block, with the requester waiting as long as its time-out. Operations are still filtered meanwhile.
     *
     * @param flags empty, or exactly {MANDATORY}
     */
    NtStatus unload(Filter filter, Set<FilterUnloadFlag> flags);
}
