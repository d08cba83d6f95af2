package dev.weir;

/** Where a name may come from (FLT_FILE_NAME_QUERY_...). */
public enum FileNameQuery {
    /** From the cache, else it is found out and cached; STATUS_FLT_INVALID_NAME_REQUEST where names can't be asked for ({@link FileNames}). */
    DEFAULT,

    /** From the cache, else STATUS_FLT_NAME_CACHE_MISS. Never blocks. */
    CACHE_ONLY,

    /** From the file system below, whatever is cached, and not cached: sees what was renamed underneath the volume. STATUS_FLT_INVALID_NAME_REQUEST where names can't be asked for. */
    FILESYSTEM_ONLY,

    /** As DEFAULT; where names can't be asked for, from the cache, else STATUS_FLT_NAME_CACHE_MISS. */
    ALWAYS_ALLOW_CACHE_LOOKUP
}
