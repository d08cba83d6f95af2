package dev.weir.operation;

/** {@code listxattr}: Listing the names of extended attributes, each ended by a NUL. Room 0 asks for the size, which comes back as information. Major function {@link dev.weir.MajorFunction#QUERY_EA}. */
public non-sealed interface ListXattr extends Parameters {

    /** The room for the names, in bytes. */
    int byteCount();
}
