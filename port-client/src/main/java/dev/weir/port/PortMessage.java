package dev.weir.port;

import java.nio.ByteBuffer;

/**
 * A filter's message (FILTER_MESSAGE_HEADER and what follows).
 *
 * @param id what a reply to it carries
 * @param replyLength the most that a reply may have, with its header of 16 bytes; 0 where none is wanted
 * @param data read-only
 */
public record PortMessage(long id, int replyLength, ByteBuffer data) {
    private static final int HEADER = 16;

    /** Whether the filter waits for a reply. */
    public boolean wantsReply() {
        return replyLength > 0;
    }

    /** The bytes that a reply may have. */
    public int maximumReply() {
        return Math.max(0, replyLength - HEADER);
    }
}
