package dev.weir.linux;

import dev.weir.Errno;
import java.io.IOException;

/** A system call that the kernel refused, where a call is rare enough for an exception. */
public final class SystemCallException extends IOException {
    private static final long serialVersionUID = 1;

    private final String call;
    private final int errno;

    /**
     * @param call the name of the system call, with what it was about if that helps ({@code mount /srv})
     * @param errno the error number, positive
     */
    public SystemCallException(String call, int errno) {
        super(call + ": " + Errno.text(errno) + " (" + Errno.name(errno) + ")");
        this.call = call;
        this.errno = errno;
    }

    /** Passes on a result that is 0 or more; throws for a negated error number. */
    public static long check(String call, long result) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call, (int) -result);
        }
        return result;
    }

    /** The name of the system call. */
    public String call() {
        return call;
    }

    /** The error number, positive: see {@link Errno}. */
    public int errno() {
        return errno;
    }
}
