package dev.weir;

import java.util.Optional;

/**
 * What a filter wants of a port (the parameters of FltCreateCommunicationPort). Checked when the port is created.
 *
 * @param <C> what the filter knows a connection by (the connection cookie)
 * @param name 1 to {@link CommunicationPort#MAXIMUM_NAME} of the characters A-Z, a-z, 0-9, {@code .}, {@code _} and {@code -}, not beginning with a dot; case counts
 * @param security who may connect
 * @param maximumConnections how many at the same time, 1 or more
 * @param message empty where the filter wants no messages: a client's is answered STATUS_INVALID_DEVICE_REQUEST
 */
public record PortDefinition<C>(
        String name,
        PortSecurity security,
        int maximumConnections,
        PortConnectCallback<C> connect,
        PortDisconnectCallback<C> disconnect,
        Optional<PortMessageCallback<C>> message) {

    /** A port for the service's own user and root, one client at a time, without messages from it. */
    public static <C> PortDefinition<C> of(
            String name, PortConnectCallback<C> connect, PortDisconnectCallback<C> disconnect) {
        return new PortDefinition<>(name, PortSecurity.DEFAULT, 1, connect, disconnect, Optional.empty());
    }

    /** The same for others. */
    public PortDefinition<C> withSecurity(PortSecurity other) {
        return new PortDefinition<>(name, other, maximumConnections, connect, disconnect, message);
    }

    /** The same for more clients. */
    public PortDefinition<C> withMaximumConnections(int connections) {
        return new PortDefinition<>(name, security, connections, connect, disconnect, message);
    }

    /** The same with messages from clients. */
    public PortDefinition<C> withMessages(PortMessageCallback<C> callback) {
        return new PortDefinition<>(name, security, maximumConnections, connect, disconnect, Optional.of(callback));
    }
}
