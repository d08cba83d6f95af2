package dev.weir;

import java.nio.ByteBuffer;

/**
 * A program connects (PFLT_CONNECT_NOTIFY). FltMgr's server port cookie is whatever the callback captures.
 *
 * @param <C> what the filter knows a connection by (the connection cookie)
 */
@FunctionalInterface
public interface PortConnectCallback<C> {

    /**
     * Decides about a connection. Called on a thread of the transport's, several at a time; may block, with the client waiting.
     *
     * @param client the filter's end; messages can be sent from other threads now, and from everywhere once this has returned
     * @param context what the client sent with its request, read-only, the filter's own
     * @return the cookie that the other callbacks get; often the client port itself
     * @throws FilterException refuses the connection: the client gets the status. Another exception or null counts as STATUS_UNSUCCESSFUL and is recorded
     */
    C connect(ClientPort client, ByteBuffer context) throws FilterException;
}
