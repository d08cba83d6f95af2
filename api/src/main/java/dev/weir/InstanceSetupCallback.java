package dev.weir;

import java.util.Set;

/** Decides whether an instance attaches to a volume (PFLT_INSTANCE_SETUP_CALLBACK). Without one, every attach succeeds. */
@FunctionalInterface
public interface InstanceSetupCallback {

    /**
     * Called on a thread of the manager's before the instance sees its first operation. Must not wait for operations on the volume.
     *
     * @return a warning or an error, by convention {@link NtStatus#FLT_DO_NOT_ATTACH}: not attached; anything else: attached
     */
    NtStatus setup(Instance instance, Set<InstanceSetupFlag> flags);
}
