package dev.weir.filters.samples.cdo;

import dev.weir.ClientPort;
import dev.weir.CommunicationPort;
import dev.weir.Filter;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadFlag;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PortDefinition;
import dev.weir.Registration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has a control object, the port {@code CdoSample}, and attaches to no volume. While a program holds the object open, it refuses to be unloaded; a stop unloads it all the same. Source: FltMgr's sample cdo, whose
 * control device object it is there.
 */
public final class CdoFilter implements Minifilter {
    static final String CONTROL_OBJECT = "CdoSample";

    // All guarded by this.
    private @Nullable CommunicationPort control;
    private boolean isOpen;
    private boolean isGoing;

    @Override
    public Registration registration(FilterManager manager) {
        return Registration.builder()
                .unload(this::unload)
                .instanceSetup((instance, flags) -> NtStatus.FLT_DO_NOT_ATTACH)
                .build();
    }

    @Override
    public NtStatus entry(FilterManager manager) throws FilterException {
        Filter filter = manager.register(registration(manager));
        synchronized (this) {
            control = filter.createCommunicationPort(
                    PortDefinition.of(CONTROL_OBJECT, (client, context) -> open(client), client -> closed()));
        }
        filter.startFiltering();
        return NtStatus.SUCCESS;
    }

    private synchronized ClientPort open(ClientPort client) throws FilterException {
        if (isGoing) {
            throw new FilterException(NtStatus.FLT_DELETING_OBJECT, "cdo is being unloaded");
        }
        isOpen = true;
        return client;
    }

    private synchronized void closed() {
        isOpen = false;
    }

    /** Decides first, and undoes nothing before it has decided. */
    private NtStatus unload(Filter filter, Set<FilterUnloadFlag> flags) {
        synchronized (this) {
            if (isOpen && !flags.contains(FilterUnloadFlag.MANDATORY)) {
                return NtStatus.FLT_DO_NOT_DETACH;
            }
            isGoing = true;
            if (control != null) {
                control.close();
            }
        }
        filter.unregister();
        return NtStatus.SUCCESS;
    }
}
