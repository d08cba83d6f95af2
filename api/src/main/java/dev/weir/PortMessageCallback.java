package dev.weir;

import java.nio.ByteBuffer;

/** A client sends a message (PFLT_MESSAGE_NOTIFY). */
@FunctionalInterface
public interface PortMessageCallback<C> {

    /**
     * Answers a message. Called on a thread of the transport's, several at a time, also for one connection; may block, with the client waiting. An exception or null counts as STATUS_UNSUCCESSFUL and is recorded.
     *
     * @param input read-only, the filter's own, at most {@link CommunicationPort#MAXIMUM_MESSAGE} bytes
     * @param output as long as what the client has room for; what is between 0 and its position afterwards is sent back, whatever the status
     * @return the status that the client gets
     */
    NtStatus message(C cookie, ByteBuffer input, ByteBuffer output);
}
