package dev.weir;

/** A connection has ended (PFLT_DISCONNECT_NOTIFY). */
@FunctionalInterface
public interface PortDisconnectCallback<C> {

    /**
     * Called exactly once for each connection that was accepted: when its client has gone, when the filter has closed it, or in the filter's {@link Filter#unregister()}. No message callback of that connection
     * runs or comes after it.
     */
    void disconnect(C cookie);
}
