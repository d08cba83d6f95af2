package dev.weir;

/** What a pre-operation callback answers (FLT_PREOP_CALLBACK_STATUS). */
public enum PreOperationStatus {
    /** Pass it down and call me back. Needs a registered post-operation; without one it counts as {@link #SUCCESS_NO_CALLBACK} and is a finding. */
    SUCCESS_WITH_CALLBACK,
    /** Pass it down; I don't care how it ends. */
    SUCCESS_NO_CALLBACK,
    /** I keep it until {@link CallbackData#completePendedPreOperation}. That call may come before this is returned. */
    PENDING,
    /** Has no meaning on Linux, where every operation is of the IRP kind: a finding, and passed down without a callback. */
    DISALLOW_FASTIO,
    /**
     * Finished here with the status that I set; nobody below sees it, the post-operations above do. Without one it is success with no bytes, which is a finding: a write
     * would report that it wrote nothing. The status must not be STATUS_PENDING, and CLEANUP, CLOSE can't fail: a failure there becomes success and is a finding.
     */
    COMPLETE,
    /** As {@link #SUCCESS_WITH_CALLBACK}, with the post-operation on the thread of the pre-operation. Not for LOCK_CONTROL: a finding, as with callback. */
    SYNCHRONIZE
}
