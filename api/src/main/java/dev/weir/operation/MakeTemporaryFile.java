package dev.weir.operation;

/** {@code tmpfile}: Creating and opening a file without a name (O_TMPFILE) in the directory {@link dev.weir.CallbackData#node()}. Major function {@link dev.weir.MajorFunction#CREATE}. */
public non-sealed interface MakeTemporaryFile extends Parameters {

    /** Format and permission bits, before the umask. */
    int mode();

    /** Changes {@link #mode()} for those below, if the callback marks the operation as changed. */
    void setMode(int mode);

    /** The umask of the requestor. */
    int umask();

    /** The flags of open(2). */
    int flags();

    /** Changes {@link #flags()} for those below, if the callback marks the operation as changed. */
    void setFlags(int flags);
}
