package dev.weir.testkit.posix;

/** What a check asks of a volume beyond files, directories and links. A volume that does not have it says why: {@link PosixVolume#lacks}. */
public enum Need {
    /** Users other than root are refused what they may not do. */
    PERMISSIONS,
    /** Set-user-ID and set-group-ID bits go when a file is changed. */
    SET_IDS,
    /** The umask, and groups that are inherited. */
    UMASK,
    /** Reading sets the time of access. */
    ACCESS_TIMES,
    /** POSIX ACLs. */
    ACLS,
    /** The rules of the name spaces of extended attributes. */
    ATTRIBUTE_RULES,
    /** SEEK_HOLE and SEEK_DATA know holes; blocks are counted. */
    HOLES,
    /** FALLOC_FL_COLLAPSE_RANGE and FALLOC_FL_INSERT_RANGE. */
    COLLAPSE,
    /** FALLOC_FL_ZERO_RANGE. */
    ZERO_RANGE,
    /** Files of 8 TiB. */
    HUGE_FILES,
    /** The immutable and append-only flags of chattr(1). */
    FILE_FLAGS,
    /** name_to_handle_at(2) and open_by_handle_at(2). */
    FILE_HANDLES,
    /** Shared mappings. */
    MAPPINGS,
    /** Opening FIFOs, sockets and devices. */
    SPECIAL_FILES,
    /** What a kernel checks of descriptors and paths before it asks a file system. */
    KERNEL
}
