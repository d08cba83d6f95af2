package dev.weir.linux;

import java.nio.charset.StandardCharsets;

/**
 * One row of mountinfo: a file system at a place in the tree.
 *
 * @param id the mount's id, as statx tells it
 * @param parent the id of the mount that it is on
 * @param deviceMajor st_dev's major number, 0 for file systems without a block device
 * @param deviceMinor st_dev's minor number
 * @param root what part of the file system it shows, a path
 * @param mountPoint where it is, a path: bytes, of any encoding
 * @param options the mount's own options
 * @param type the file system's type, {@code fuse.weir} for a volume of Weir
 * @param source what was mounted
 * @param superOptions the options of the file system
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity, by nobody
public record MountEntry(
        int id,
        int parent,
        int deviceMajor,
        int deviceMinor,
        byte[] root,
        byte[] mountPoint,
        String options,
        String type,
        String source,
        String superOptions) {

    /** Whether it is a volume of Weir. */
    public boolean isWeir() {
        return type.equals(FuseMount.TYPE);
    }

    /** Whether it is a FUSE file system of any kind. */
    public boolean isFuse() {
        return type.equals("fuse") || type.startsWith("fuse.") || type.equals("fuseblk");
    }

    /** The number of the FUSE connection: {@code /sys/fs/fuse/connections/N}. */
    public int connection() {
        return deviceMajor << 20 | deviceMinor;
    }

    /** The mount point as text, for people: bytes that are no UTF-8 are replaced. */
    public String mountPointText() {
        return new String(mountPoint, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return source + " on " + mountPointText() + " type " + type + " (" + options + ")";
    }
}
