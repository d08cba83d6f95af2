package dev.weir.operation;

/** {@code open}: Opening a file that exists. A truncation that open(2) asks for with O_TRUNC is in the flags. Major function {@link dev.weir.MajorFunction#CREATE}. */
public non-sealed interface Open extends Parameters {

    /** The flags of open(2). */
    int flags();

    /** Changes {@link #flags()} for those below, if the callback marks the operation as changed. */
    void setFlags(int flags);
}
