package dev.weir.operation;

import dev.weir.FileName;

/** {@code create}: Creating a regular file and opening it, in one step; with O_EXCL the name must be new. Major function {@link dev.weir.MajorFunction#CREATE}. */
public non-sealed interface CreateFile extends Parameters {

    /** The name in the directory {@link dev.weir.CallbackData#node()}. */
    FileName name();

    /** Changes {@link #name()} for those below, if the callback marks the operation as changed. */
    void setName(FileName name);

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
