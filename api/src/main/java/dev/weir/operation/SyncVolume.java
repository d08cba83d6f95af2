package dev.weir.operation;

/** {@code syncfs}: Writing the whole volume to stable storage. Major function {@link dev.weir.MajorFunction#FLUSH_BUFFERS}. */
public non-sealed interface SyncVolume extends Parameters {}
