package dev.weir.operation;

/** {@code opendir}: Opening a directory for listing. Major function {@link dev.weir.MajorFunction#CREATE}. */
public non-sealed interface OpenDirectory extends Parameters {

    /** The flags of open(2). */
    int flags();

    /** Changes {@link #flags()} for those below, if the callback marks the operation as changed. */
    void setFlags(int flags);
}
