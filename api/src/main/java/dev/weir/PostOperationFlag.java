package dev.weir;

/** Flags of a post-operation callback. */
public enum PostOperationFlag {
    /** The instance is being torn down while the operation goes on below: the result is not known (FLTFL_POST_OPERATION_DRAINING). */
    DRAINING
}
