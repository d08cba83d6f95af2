package dev.weir.context;

/** What a set does where a context is there already (FLT_SET_CONTEXT_OPERATION). */
public enum SetContextOperation {
    /** Takes its place. */
    REPLACE_IF_EXISTS,
    /** Leaves it: STATUS_FLT_CONTEXT_ALREADY_DEFINED. */
    KEEP_IF_EXISTS
}
