package dev.weir.operation;

import dev.weir.FileName;

/** {@code lookup}: A look-up of a name in a directory. Comes back with attributes where the name is there. Major function {@link dev.weir.MajorFunction#QUERY_OPEN}. */
public non-sealed interface Lookup extends Parameters {

    /** The name in the directory {@link dev.weir.CallbackData#node()}. */
    FileName name();

    /** Changes {@link #name()} for those below, if the callback marks the operation as changed. */
    void setName(FileName name);
}
