package dev.weir;

/** What becomes of an operation when a callback throws. The exception is recorded once with a count either way. */
public enum ExceptionPolicy {
    /** The operation fails with STATUS_UNSUCCESSFUL (EIO); CLEANUP, CLOSE still succeed. For filters that protect. */
    FAIL_OPERATION,
    /** The operation goes on as if the callback had not been there. For filters that observe. */
    PASS_OPERATION
}
