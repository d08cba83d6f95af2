package dev.weir;

import java.nio.ByteBuffer;

/**
 * How {@link ClientPort#sendMessage} ended.
 *
 * @param status the manager's
 * @param replyStatus what the client gave with its reply; {@link NtStatus#SUCCESS} where there is none
 * @param reply read-only, the receiver's own; empty where there is none
 */
public record MessageResult(NtStatus status, NtStatus replyStatus, ByteBuffer reply) {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** A result without a reply. */
    public static MessageResult of(NtStatus status) {
        return new MessageResult(status, NtStatus.SUCCESS, NOTHING.duplicate());
    }

    /** Whether it is exactly STATUS_SUCCESS: delivered and, where one was wanted, replied to. STATUS_TIMEOUT is not that, though a success. */
    public boolean isReplied() {
        return status.equals(NtStatus.SUCCESS);
    }
}
