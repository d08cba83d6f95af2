package dev.weir.operation;

/** {@code fsync}: Writing an open file to stable storage. Major function {@link dev.weir.MajorFunction#FLUSH_BUFFERS}. */
public non-sealed interface Fsync extends Parameters {

    /** Whether times may stay behind (fdatasync). */
    boolean dataOnly();
}
