package dev.weir.operation;

/** {@code cleanup}: The last descriptor and mapping of an open file is gone. Can't fail. Major function {@link dev.weir.MajorFunction#CLEANUP}. */
public non-sealed interface Cleanup extends Parameters {

    /** Whose locks go with it, 0 where unknown. */
    long lockOwner();
}
