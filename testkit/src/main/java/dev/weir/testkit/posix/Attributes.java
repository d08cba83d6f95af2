package dev.weir.testkit.posix;

import java.util.Locale;

/**
 * What stat(2) says, as far as two directories can agree on it.
 *
 * @param mode type and permissions
 * @param size 0 for a directory, whose size is its file system's affair
 * @param links 0 where the file has none
 * @param modification seconds since 1970
 */
public record Attributes(int mode, long links, int userId, int groupId, long size, long modification) {
    /** Times since this moment are "now": calls made one after the other on two volumes can't have the same. */
    private static final long RECENT = 1_000_000_000;

    /** The text that two volumes are compared by. */
    public String toText() {
        boolean isDirectory = (mode & PosixVolume.FILE_TYPE) == PosixVolume.DIRECTORY_TYPE;
        return String.format(
                Locale.ROOT,
                "%o links=%d %d:%d size=%d %s",
                mode,
                links,
                userId,
                groupId,
                isDirectory ? 0 : size,
                modification < RECENT ? "at " + modification : "now");
    }
}
