package dev.weir.operation;

/** {@code lseek}: Looking for data or a hole; comes back with the position as information. Major function {@link dev.weir.MajorFunction#QUERY_INFORMATION}. */
public non-sealed interface Seek extends Parameters {

    /** Where to start, in bytes. */
    long offset();

    /** Changes {@link #offset()} for those below, if the callback marks the operation as changed. */
    void setOffset(long offset);

    /** SEEK_DATA 3 or SEEK_HOLE 4. */
    int whence();
}
