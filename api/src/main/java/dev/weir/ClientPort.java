package dev.weir;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The filter's end of one connection (the PFLT_PORT that ConnectNotify gets). Safe on any thread.
 *
 * <p>Messages wait in the order in which they are sent until the client asks for one. Nothing here throws for what a client does: the status says it.
 */
public interface ClientPort extends AutoCloseable {

    /** The process that connected, by its credentials at that time. */
    PortPeer peer();

    /**
     * Sends a message that wants no reply (FltSendMessage). Blocks until the client has asked for it.
     *
     * @param message 0 to {@link CommunicationPort#MAXIMUM_MESSAGE} bytes, copied before this returns; its position is kept
     * @param timeout how long to wait at most; {@link Duration#ZERO} is without end
     * @return its status: see {@link #sendMessage(ByteBuffer, int, Duration)}
     */
    MessageResult sendMessage(ByteBuffer message, Duration timeout);

    /**
     * Sends a message and waits for the reply (FltSendMessage with a reply buffer). Blocks until the client has replied; the time-out is for delivery and reply together.
     *
     * @param maximumReply the bytes that a reply may have, 0 or more; the client is told
     * @return the reply and a status: STATUS_SUCCESS; STATUS_TIMEOUT, <em>a success severity</em>: compare with {@link NtStatus#SUCCESS}, or ask {@link MessageResult#isReplied()};
     *     STATUS_PORT_DISCONNECTED where the connection ends or has ended; STATUS_BUFFER_OVERFLOW where the reply is longer than {@code maximumReply}, with as much of it;
     *     STATUS_THREAD_IS_TERMINATING where this thread is interrupted, and stays so; STATUS_INVALID_BUFFER_SIZE for a message too long; STATUS_INVALID_PARAMETER for a negative maximum or time-out;
     *     STATUS_INVALID_DEVICE_REQUEST from the connect callback itself, before it has returned
     */
    MessageResult sendMessage(ByteBuffer message, int maximumReply, Duration timeout);

    /**
     * Ends the connection (FltCloseClientPort): whoever waits in {@link #sendMessage} gets STATUS_PORT_DISCONNECTED, the client the end of its connection. Never blocks; the disconnect callback comes on a thread of the
     * manager's. A second call does nothing, and so does one from the disconnect callback.
     */
    @Override
    void close();
}
