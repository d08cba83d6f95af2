package dev.weir.operation;

/** {@code fsyncdir}: Writing an open directory to stable storage. Major function {@link dev.weir.MajorFunction#FLUSH_BUFFERS}. */
public non-sealed interface FsyncDirectory extends Parameters {

    /** Whether times may stay behind (fdatasync). */
    boolean dataOnly();
}
