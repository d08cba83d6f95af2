package dev.weir;

/** The type of a file: the format bits of a mode. */
public enum FileType {
    REGULAR(0x8000),
    DIRECTORY(0x4000),
    SYMBOLIC_LINK(0xA000),
    CHARACTER_DEVICE(0x2000),
    BLOCK_DEVICE(0x6000),
    FIFO(0x1000),
    SOCKET(0xC000),
    UNKNOWN(0);

    private static final FileType[] ALL = values();

    private final int bits;

    FileType(int bits) {
        this.bits = bits;
    }

    /** The bits of S_IFMT. */
    public int bits() {
        return bits;
    }

    /** The type of a mode. */
    public static FileType ofMode(int mode) {
        for (FileType type : ALL) {
            if (type.bits == (mode & 0xF000)) {
                return type;
            }
        }
        return UNKNOWN;
    }
}
