package dev.weir.io;

import dev.weir.NtStatus;
import java.io.IOException;

/** An own operation that failed, below or because it was not allowed. */
public final class OwnIoException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient NtStatus status;
    private final int errno;

    /** @param message one line: which operation, on what, and why not */
    public OwnIoException(NtStatus status, int errno, String message) {
        super(message);
        this.status = status;
        this.errno = errno;
    }

    /** A warning or an error: what the lowest filter that set one, or the base file system answered; or the refusal of the manager. */
    public NtStatus status() {
        return status;
    }

    /** 1..511; what to pass on with {@link dev.weir.CallbackData#setErrno} where a program should be told. */
    public int errno() {
        return errno;
    }
}
