package dev.weir.fuse;

import dev.weir.Errno;

/** A request that no operation can be made of. Thrown by decoding, answered with its errno; has no stack trace, so that it costs little. */
final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int errno;

    private RequestRefused(int errno) {
        super(null, null, false, false);
        this.errno = errno;
    }

    /** Shorter than its type needs, or not of its form. */
    static RequestRefused malformed() {
        return new RequestRefused(Errno.EIO);
    }

    /** A node that the kernel was never told of, or has forgotten. */
    static RequestRefused noNode() {
        return new RequestRefused(Errno.ESTALE);
    }

    /** A handle that is not open. */
    static RequestRefused noHandle() {
        return new RequestRefused(Errno.EBADF);
    }

    /** A name with a slash in it, or none. */
    static RequestRefused badName() {
        return new RequestRefused(Errno.EINVAL);
    }

    int errno() {
        return errno;
    }
}
