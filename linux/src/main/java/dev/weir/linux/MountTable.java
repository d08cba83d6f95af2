package dev.weir.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was mounted in the calling thread's mount namespace when it was read, in the kernel's order. Immutable. */
public final class MountTable {
    private static final Path SOURCE = Path.of("/proc/thread-self/mountinfo");

    private final List<MountEntry> entries;

    private MountTable(List<MountEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Reads the table of the calling (platform) thread. No mounted file system is touched. */
    public static MountTable read() throws IOException {
        return parse(Files.readAllBytes(SOURCE));
    }

    /** Parses the content of a mountinfo file; rows that are not of its form are left out. */
    static MountTable parse(byte[] content) {
        List<MountEntry> entries = new ArrayList<>();
        String text = new String(content, StandardCharsets.ISO_8859_1);
        for (String row : text.split("\n", -1)) {
            MountEntry entry = row(row.split(" ", -1));
            if (entry != null) {
                entries.add(entry);
            }
        }
        return new MountTable(entries);
    }

    /** All mounts. */
    public List<MountEntry> entries() {
        return entries;
    }

    /** The uppermost mount whose mount point is this very path, absolute and without links. */
    public Optional<MountEntry> at(byte[] path) {
        return entries.reversed().stream()
                .filter(entry -> Arrays.equals(entry.mountPoint(), path))
                .findFirst();
    }

    /** The mounts at or below a path, the deepest and newest first: the order in which to unmount. */
    public List<MountEntry> atOrBelow(byte[] path) {
        return entries.reversed().stream()
                .filter(entry -> isAtOrBelow(entry.mountPoint(), path))
                .toList();
    }

    /** The volumes of Weir, dead ones included. */
    public List<MountEntry> weirVolumes() {
        return entries.stream().filter(MountEntry::isWeir).toList();
    }

    private static boolean isAtOrBelow(byte[] path, byte[] folder) {
        int length = folder.length == 1 && folder[0] == '/' ? 0 : folder.length;
        return path.length >= length
                && Arrays.equals(path, 0, length, folder, 0, length)
                && (path.length == length || path[length] == '/');
    }

    /** 36 35 98:0 /root /mount/point options [optional fields] - type source super-options */
    private static @Nullable MountEntry row(String[] fields) {
        int separator = Arrays.asList(fields).indexOf("-");
        if (separator < 6 || fields.length < separator + 4) {
            return null;
        }
        try {
            int colon = fields[2].indexOf(':');
            return new MountEntry(
                    Integer.parseInt(fields[0]),
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[2].substring(0, colon)),
                    Integer.parseInt(fields[2].substring(colon + 1)),
                    unescape(fields[3]),
                    unescape(fields[4]),
                    text(fields[5]),
                    text(fields[separator + 1]),
                    text(fields[separator + 2]),
                    text(fields[separator + 3]));
        } catch (NumberFormatException | IndexOutOfBoundsException malformed) {
            return null;
        }
    }

    private static String text(String field) {
        return new String(unescape(field), StandardCharsets.UTF_8);
    }

    /** Blank, tab, newline, backslash and # are written as three octal digits after a backslash. */
    private static byte[] unescape(String field) {
        byte[] bytes = new byte[field.length()];
        int length = 0;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && field.length() - i > 3) {
                bytes[length++] = (byte) Integer.parseInt(field, i + 1, i + 4, 8);
                i += 3;
            } else {
                bytes[length++] = (byte) c;
            }
        }
        return Arrays.copyOf(bytes, length);
    }
}
