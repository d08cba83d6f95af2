package dev.weir.operation;

/** {@code read}: Reading from an open file. The data comes back in {@link dev.weir.CallbackData#buffer()}. Major function {@link dev.weir.MajorFunction#READ}. */
public non-sealed interface Read extends Parameters {

    /** In bytes from the start of the file. */
    long offset();

    /** Changes {@link #offset()} for those below, if the callback marks the operation as changed. */
    void setOffset(long offset);

    /** How many bytes are wanted, at most the room of the buffer. */
    int byteCount();

    /** Changes {@link #byteCount()} for those below, if the callback marks the operation as changed. */
    void setByteCount(int byteCount);

    /** The flags that the file is open with now. */
    int flags();
}
