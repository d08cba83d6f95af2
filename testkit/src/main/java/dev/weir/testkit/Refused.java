package dev.weir.testkit;

/** Ends an operation of the in-memory file system with an errno. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    Refused(int errno) {
        super("errno " + errno, null, false, false);
        this.errno = errno;
    }

    int errno() {
        return errno;
    }
}
