package dev.weir.manager;

import dev.weir.FilterException;

/**
 * How programs reach the ports of a manager: which sockets there are is the transport's, what they mean is {@link PortObject}'s and {@link PortConnection}'s.
 *
 * <p>A transport calls {@link PortObject#connect} for a client that its port's {@link dev.weir.PortSecurity} lets in, and then the methods of the connection, each on a thread of its own that may block.
 */
@FunctionalInterface
public interface PortTransport {
    /** Makes nothing: whoever has the manager connects by {@link Manager#port}. */
    PortTransport IN_PROCESS = port -> () -> {};

    /** Where a port listens. */
    @FunctionalInterface
    interface Listener {
        /** No more clients. Connections go on. Never blocks; called once. */
        void close();
    }

    /**
     * Makes a port reachable. Clients may connect before this returns.
     *
     * @throws FilterException STATUS_INVALID_PARAMETER where its owner or group is not there, STATUS_OBJECT_NAME_COLLISION or STATUS_INSUFFICIENT_RESOURCES where it can't be made
     */
    Listener open(PortObject<?> port) throws FilterException;
}
