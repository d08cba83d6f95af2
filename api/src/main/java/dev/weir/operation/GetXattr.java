package dev.weir.operation;

import dev.weir.FileName;

/** {@code getxattr}: Reading an extended attribute; the value comes back as data. Room 0 asks for the size, which comes back as information. Major function {@link dev.weir.MajorFunction#QUERY_EA}. */
public non-sealed interface GetXattr extends Parameters {

    /** With its namespace, such as user.comment. */
    FileName name();

    /** Changes {@link #name()} for those below, if the callback marks the operation as changed. */
    void setName(FileName name);

    /** The room for the value, in bytes. */
    int byteCount();
}
