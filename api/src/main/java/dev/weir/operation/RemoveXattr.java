package dev.weir.operation;

import dev.weir.FileName;

/** {@code removexattr}: Removing an extended attribute. Major function {@link dev.weir.MajorFunction#SET_EA}. */
public non-sealed interface RemoveXattr extends Parameters {

    /** With its namespace. */
    FileName name();

    /** Changes {@link #name()} for those below, if the callback marks the operation as changed. */
    void setName(FileName name);
}
