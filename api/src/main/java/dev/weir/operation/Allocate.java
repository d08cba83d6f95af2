package dev.weir.operation;

/** {@code fallocate}: Allocating, punching, zeroing, collapsing or inserting a range (fallocate). Changes data without a WRITE. Major function {@link dev.weir.MajorFunction#SET_INFORMATION}. */
public non-sealed interface Allocate extends Parameters {

    /** In bytes. */
    long offset();

    /** Changes {@link #offset()} for those below, if the callback marks the operation as changed. */
    void setOffset(long offset);

    /** In bytes. */
    long rangeLength();

    /** Changes {@link #rangeLength()} for those below, if the callback marks the operation as changed. */
    void setRangeLength(long rangeLength);

    /** The flags of fallocate(2). */
    int mode();
}
