package dev.weir.operation;

/** {@code utimens}: Changing times. Major function {@link dev.weir.MajorFunction#SET_INFORMATION}. */
public non-sealed interface SetTimes extends SetAttributes {}
