package dev.weir.manager;

import dev.weir.NtStatus;
import java.nio.ByteBuffer;

/** A client that has asked for a message. Exactly one of these is called, once, under the connection's lock: it must neither block, nor call back, nor throw. */
public interface PortReceiver {

    /**
     * A message.
     *
     * @param replyLength what FILTER_MESSAGE_HEADER has: the most that a reply may have with its header of {@link PortConnection#HEADER} bytes, 0 where none is wanted
     * @param data read-only
     */
    void received(long messageId, int replyLength, ByteBuffer data);

    /** No message: STATUS_BUFFER_TOO_SMALL where the next one does not fit, STATUS_CANCELLED, STATUS_INVALID_HANDLE where the connection has ended. */
    void ended(NtStatus status);
}
