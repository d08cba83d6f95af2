package dev.weir.operation;

/** {@code truncate}: Changing the size of a file; may carry times that change with it. Major function {@link dev.weir.MajorFunction#SET_INFORMATION}. */
public non-sealed interface Truncate extends SetAttributes {}
