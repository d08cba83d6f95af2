package dev.weir.operation;

/** {@code getattr}: Asking for the attributes of a file (stat, statx). Major function {@link dev.weir.MajorFunction#QUERY_INFORMATION}. */
public non-sealed interface QueryAttributes extends Parameters {

    /** The wanted STATX_ bits. */
    int mask();
}
