package dev.weir;

import java.util.Optional;

/**
 * The axis on which filters register: FltMgr's major function codes ({@code IRP_MJ_...}) that have a meaning on Linux.
 *
 * <p>What a program does below one of them is a type of {@link dev.weir.operation.Parameters}. {@code docs/operations.md} maps each
 * request of the kernel on its major function and parameter type, and lists FltMgr's codes that never occur here.
 */
public enum MajorFunction {
    /** Opening what is there and creating anything. */
    CREATE(0x00),
    /** The end of an open file, after {@link #CLEANUP}; once per successful open, can't fail. */
    CLOSE(0x02),
    READ(0x03),
    WRITE(0x04),
    /** Attributes, the target of a symbolic link, holes. */
    QUERY_INFORMATION(0x05),
    /** Size, names, links, times, mode, owner. */
    SET_INFORMATION(0x06),
    /** Extended attributes, read. */
    QUERY_EA(0x07),
    /** Extended attributes, set and removed. */
    SET_EA(0x08),
    /** fsync and the close(2) of each descriptor. */
    FLUSH_BUFFERS(0x09),
    QUERY_VOLUME_INFORMATION(0x0A),
    /** Listing a directory. */
    DIRECTORY_CONTROL(0x0C),
    /** copy_file_range. */
    FILE_SYSTEM_CONTROL(0x0D),
    /** ioctl. */
    DEVICE_CONTROL(0x0E),
    /** The service ends: pre-operation only, once per instance. */
    SHUTDOWN(0x10),
    /** POSIX record locks and flock. */
    LOCK_CONTROL(0x11),
    /** The last descriptor of an open file is gone; once per successful open, can't fail. */
    CLEANUP(0x12),
    /** A look-up by name. */
    QUERY_OPEN(0xF9);

    private static final MajorFunction[] ALL = values();

    private final int code;

    MajorFunction(int code) {
        this.code = code;
    }

    /** FltMgr's number, as an unsigned byte. */
    public int code() {
        return code;
    }

    /** The major function of a number, empty where it has no meaning here. */
    public static Optional<MajorFunction> ofCode(int code) {
        for (MajorFunction major : ALL) {
            if (major.code == code) {
                return Optional.of(major);
            }
        }
        return Optional.empty();
    }
}
