package dev.weir;

/** More about a question for a name (FLT_FILE_NAME_...). */
public enum FileNameFlag {
    /** The asking filter is a name provider and wants the name that it shows itself, rather than that from below it. */
    REQUEST_FROM_CURRENT_PROVIDER,

    /** The answer is not cached. */
    DO_NOT_CACHE
}
