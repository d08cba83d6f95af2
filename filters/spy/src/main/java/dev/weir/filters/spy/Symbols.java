package dev.weir.filters.spy;

import dev.weir.FileType;
import java.util.Locale;

/** Names for Linux's numbers. Bits without a name are shown in hexadecimal. */
final class Symbols {
    private record Bits(int bits, String name) {}

    private static final Bits[] OPEN = {
        new Bits(0x410000, "O_TMPFILE"),
        new Bits(0x101000, "O_SYNC"),
        new Bits(0x40, "O_CREAT"),
        new Bits(0x80, "O_EXCL"),
        new Bits(0x100, "O_NOCTTY"),
        new Bits(0x200, "O_TRUNC"),
        new Bits(0x400, "O_APPEND"),
        new Bits(0x800, "O_NONBLOCK"),
        new Bits(0x1000, "O_DSYNC"),
        new Bits(0x2000, "O_ASYNC"),
        new Bits(0x4000, "O_DIRECT"),
        new Bits(0x8000, "O_LARGEFILE"),
        new Bits(0x10000, "O_DIRECTORY"),
        new Bits(0x20000, "O_NOFOLLOW"),
        new Bits(0x40000, "O_NOATIME"),
        new Bits(0x80000, "O_CLOEXEC"),
        new Bits(0x200000, "O_PATH"),
        new Bits(0x20, "FMODE_EXEC"),
    };
    private static final Bits[] RENAME = {
        new Bits(1, "RENAME_NOREPLACE"), new Bits(2, "RENAME_EXCHANGE"), new Bits(4, "RENAME_WHITEOUT")
    };
    private static final Bits[] ALLOCATE = {
        new Bits(1, "FALLOC_FL_KEEP_SIZE"),
        new Bits(2, "FALLOC_FL_PUNCH_HOLE"),
        new Bits(8, "FALLOC_FL_COLLAPSE_RANGE"),
        new Bits(0x10, "FALLOC_FL_ZERO_RANGE"),
        new Bits(0x20, "FALLOC_FL_INSERT_RANGE"),
        new Bits(0x40, "FALLOC_FL_UNSHARE_RANGE")
    };
    private static final Bits[] XATTR = {new Bits(1, "XATTR_CREATE"), new Bits(2, "XATTR_REPLACE")};

    private Symbols() {}

    /** The flags of open(2), with the numbers of x86-64. */
    static String openFlags(int flags) {
        String access = switch (flags & 3) {
            case 0 -> "O_RDONLY";
            case 1 -> "O_WRONLY";
            case 2 -> "O_RDWR";
            default -> "O_ACCMODE";
        };
        String others = names(flags & ~3, OPEN);
        return others.isEmpty() ? access : access + "|" + others;
    }

    static String renameFlags(int flags) {
        return flags == 0 ? "" : " flags=" + names(flags, RENAME);
    }

    static String allocateFlags(int mode) {
        return mode == 0 ? "" : " mode=" + names(mode, ALLOCATE);
    }

    static String xattrFlags(int flags) {
        return flags == 0 ? "" : " flags=" + names(flags, XATTR);
    }

    /** Permission bits: {@code 0644}. */
    static String mode(int mode) {
        return String.format(Locale.ROOT, "%04o", mode & 07777);
    }

    static String type(int mode) {
        return switch (FileType.ofMode(mode)) {
            case CHARACTER_DEVICE -> "S_IFCHR";
            case BLOCK_DEVICE -> "S_IFBLK";
            case FIFO -> "S_IFIFO";
            case SOCKET -> "S_IFSOCK";
            default -> "S_IFREG";
        };
    }

    static String whence(int whence) {
        return switch (whence) {
            case 3 -> "SEEK_DATA";
            case 4 -> "SEEK_HOLE";
            default -> Integer.toString(whence);
        };
    }

    static String lockType(int type) {
        return switch (type) {
            case 0 -> "F_RDLCK";
            case 1 -> "F_WRLCK";
            case 2 -> "F_UNLCK";
            default -> Integer.toString(type);
        };
    }

    private static String names(int value, Bits[] table) {
        var text = new StringBuilder();
        int left = value;
        for (Bits known : table) {
            if ((left & known.bits) == known.bits) {
                text.append(text.isEmpty() ? "" : "|").append(known.name);
                left &= ~known.bits;
            }
        }
        if (left != 0) {
            text.append(text.isEmpty() ? "" : "|").append("0x").append(Integer.toHexString(left));
        }
        return text.toString();
    }
}
