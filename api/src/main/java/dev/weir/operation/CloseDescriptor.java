package dev.weir.operation;

/** {@code close}: The close(2) of one descriptor: none to many for an open file; its error reaches the program. Major function {@link dev.weir.MajorFunction#FLUSH_BUFFERS}. */
public non-sealed interface CloseDescriptor extends Parameters {

    /** Whose POSIX locks the close drops. */
    long lockOwner();
}
