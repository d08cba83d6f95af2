package dev.weir.filters.nullfilter;

import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.Minifilter;
import dev.weir.Registration;

/** Registers no operation: nothing of it is on any operation's way. Can be attached, detached and unloaded. Source: FltMgr's sample nullFilter. */
public final class NullFilter implements Minifilter {
    @Override
    public Registration registration(FilterManager manager) {
        return Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                .build();
    }
}
