package dev.weir.port;

import dev.weir.NtStatus;
import java.nio.ByteBuffer;

/**
 * What a filter answered to {@link PortClient#send}.
 *
 * @param status the filter's own
 * @param data read-only; may be there whatever the status
 */
public record PortAnswer(NtStatus status, ByteBuffer data) {}
