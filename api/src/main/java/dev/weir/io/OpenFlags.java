package dev.weir.io;

/** Flags of open(2) that own opens understand, with the values of Linux on x86-64 and arm64. */
public final class OpenFlags {
    public static final int READ_ONLY = 0;
    public static final int WRITE_ONLY = 1;
    public static final int READ_WRITE = 2;

    /** With {@link OwnIo#create}: the name must be new, else EEXIST. */
    public static final int EXCLUSIVE = 0x80;

    /** The file is empty afterwards. */
    public static final int TRUNCATE = 0x200;

    /** Each write goes to the end. */
    public static final int APPEND = 0x400;

    private OpenFlags() {}
}
