package dev.weir.testkit;

import dev.weir.NtStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a {@link PortProgram} got from a filter.
 *
 * @param status STATUS_SUCCESS; of {@link PortProgram#get} also STATUS_TIMEOUT, STATUS_BUFFER_TOO_SMALL or STATUS_INVALID_HANDLE: then the rest is empty
 * @param id the message's, 0 for an answer to {@link PortProgram#send}
 * @param replyLength the most that a reply may have, with its header of 16 bytes; 0 where none is wanted
 * @param data read-only
 */
public record PortMessage(NtStatus status, long id, int replyLength, ByteBuffer data) {
    static PortMessage none(NtStatus status) {
        return new PortMessage(status, 0, 0, ByteBuffer.allocate(0).asReadOnlyBuffer());
    }

    /** The data as UTF-8. */
    public String text() {
        return StandardCharsets.UTF_8.decode(data.duplicate()).toString();
    }
}
