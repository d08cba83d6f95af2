package dev.weir.operation;

/** {@code write}: Writing to an open file. The data is in {@link dev.weir.CallbackData#buffer()}. Major function {@link dev.weir.MajorFunction#WRITE}. */
public non-sealed interface Write extends Parameters {

    /** In bytes from the start of the file; with O_APPEND where the kernel believes the end to be. */
    long offset();

    /** Changes {@link #offset()} for those below, if the callback marks the operation as changed. */
    void setOffset(long offset);

    /** How many bytes are to be written, at most what the buffer holds. */
    int byteCount();

    /** Changes {@link #byteCount()} for those below, if the callback marks the operation as changed. */
    void setByteCount(int byteCount);

    /** The flags that the file is open with now. */
    int flags();
}
