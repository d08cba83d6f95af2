package dev.weir.operation;

import dev.weir.FileName;

/** {@code mkdir}: Making a directory. Major function {@link dev.weir.MajorFunction#CREATE}. */
public non-sealed interface MakeDirectory extends Parameters {

    /** The name in the directory {@link dev.weir.CallbackData#node()}. */
    FileName name();

    /** Changes {@link #name()} for those below, if the callback marks the operation as changed. */
    void setName(FileName name);

    /** Permission bits, before the umask. */
    int mode();

    /** Changes {@link #mode()} for those below, if the callback marks the operation as changed. */
    void setMode(int mode);

    /** The umask of the requestor. */
    int umask();
}
