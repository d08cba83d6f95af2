package dev.weir.io;

import dev.weir.FileType;
import java.time.Instant;

/**
 * The attributes of a file at one moment. Immutable.
 *
 * @param size in bytes
 * @param blocks in units of 512 bytes
 * @param mode format and permission bits
 * @param deviceNumber of a device node, in the encoding of stat(2)
 */
public record FileInformation(
        long inode,
        long size,
        long blocks,
        int mode,
        int links,
        int userId,
        int groupId,
        int deviceNumber,
        Instant accessTime,
        Instant modificationTime,
        Instant changeTime) {

    public FileType type() {
        return FileType.ofMode(mode);
    }
}
