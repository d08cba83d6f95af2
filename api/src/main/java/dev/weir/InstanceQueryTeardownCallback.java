package dev.weir;

/**
 * Decides whether an instance may be detached on request (PFLT_INSTANCE_QUERY_TEARDOWN_CALLBACK). Never asked for an unload or an unmount. Without one, every manual detach is refused.
 */
@FunctionalInterface
public interface InstanceQueryTeardownCallback {

    /** Agrees to every detach. */
    InstanceQueryTeardownCallback ALWAYS = instance -> NtStatus.SUCCESS;

    /** @return a warning or an error, by convention {@link NtStatus#FLT_DO_NOT_DETACH}, to refuse */
    NtStatus queryTeardown(Instance instance);
}
