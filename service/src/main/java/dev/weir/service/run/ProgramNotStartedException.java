package dev.weir.service.run;

import dev.weir.Errno;

/** The kernel did not execute the program. */
final class ProgramNotStartedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int errno;

    ProgramNotStartedException(int errno) {
        super(Errno.text(errno));
        this.errno = errno;
    }

    /** A shell's for it. */
    int exitStatus() {
        return (errno == Errno.ENOENT ? ProgramFile.NOT_FOUND : ProgramFile.NOT_EXECUTABLE).exitStatus();
    }
}
