package dev.weir.operation;

/** {@code chmod}: Changing permission bits. Major function {@link dev.weir.MajorFunction#SET_INFORMATION}. */
public non-sealed interface SetMode extends SetAttributes {}
