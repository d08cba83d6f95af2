package dev.weir.operation;

/** {@code shutdown}: The service ends. Once per instance, at most five seconds. Major function {@link dev.weir.MajorFunction#SHUTDOWN}. */
public non-sealed interface Shutdown extends Parameters {}
