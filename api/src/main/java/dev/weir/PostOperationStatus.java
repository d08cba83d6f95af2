package dev.weir;

/** What a post-operation callback answers (FLT_POSTOP_CALLBACK_STATUS). */
public enum PostOperationStatus {
    /** Go on upwards. */
    FINISHED_PROCESSING,
    /** I keep it until {@link CallbackData#completePendedPostOperation()}. That call may come before this is returned. */
    MORE_PROCESSING_REQUIRED
}
