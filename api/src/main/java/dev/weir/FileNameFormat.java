package dev.weir;

/** Which of a file's names is asked for (FLT_FILE_NAME_NORMALIZED, FLT_FILE_NAME_OPENED, FLT_FILE_NAME_SHORT). */
public enum FileNameFormat {
    /**
     * The name that leads to the file now: every component is that of a directory entry, nothing in it is a symbolic link but perhaps the last. Of an open file with several names the one that it
     * was opened by, as long as that stands.
     */
    NORMALIZED,

    /**
     * The name that the operation gives, or by which the file was opened, wherever that entry is now; deleted where it is, even if the file has other names. What {@code /proc/PID/fd} shows.
     */
    OPENED,

    /** File systems on Linux have no 8.3 names: STATUS_NOT_SUPPORTED, or where FltMgr never gives one STATUS_FLT_INVALID_NAME_REQUEST. */
    SHORT
}
