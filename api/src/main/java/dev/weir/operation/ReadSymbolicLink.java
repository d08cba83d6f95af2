package dev.weir.operation;

/** {@code readlink}: Asking where a symbolic link points to; the target comes back as data. Major function {@link dev.weir.MajorFunction#QUERY_INFORMATION}. */
public non-sealed interface ReadSymbolicLink extends Parameters {}
