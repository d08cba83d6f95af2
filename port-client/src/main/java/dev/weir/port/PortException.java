package dev.weir.port;

import dev.weir.NtStatus;
import java.io.IOException;

/** A port that refused, or a connection that is over. */
public final class PortException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient NtStatus status;

    PortException(NtStatus status, String message) {
        super(message);
        this.status = status;
    }

    /**
     * Of a connect: STATUS_OBJECT_NAME_NOT_FOUND, STATUS_ACCESS_DENIED, STATUS_CONNECTION_COUNT_LIMIT, or what the filter refused with. Afterwards: STATUS_INVALID_HANDLE where the connection is over, by
     * whichever side; STATUS_INSUFFICIENT_RESOURCES where too many calls wait at a time.
     */
    public NtStatus status() {
        return status;
    }
}
