package dev.weir.fuse;

import dev.weir.Errno;

/** What an errno must be like before the kernel is told: 1..511, or the caller hangs; and never ENOSYS, which would switch the request off for ever. */
final class Errnos {
    private static final int GREATEST = 511;

    private Errnos() {}

    static int told(int errno) {
        if (errno == Errno.ENOSYS) {
            return Errno.EOPNOTSUPP;
        }
        return errno < 1 || errno > GREATEST ? Errno.EIO : errno;
    }
}
