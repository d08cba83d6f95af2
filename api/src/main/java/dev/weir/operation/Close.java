package dev.weir.operation;

/** {@code release}: The end of an open file, after CLEANUP. Can't fail. Major function {@link dev.weir.MajorFunction#CLOSE}. */
public non-sealed interface Close extends Parameters {}
