package dev.weir.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;

/** The groups of another process, which the FUSE protocol does not tell. */
final class SupplementaryGroups {
    private static final String ROW = "Groups:";

    private SupplementaryGroups() {}

    /** The groups of a thread by its number; none if it is gone or not visible from here. */
    static int[] of(int thread) {
        if (thread <= 0) {
            return new int[0];
        }
        try {
            Path status = Path.of("/proc/" + thread + "/status");
            return parse(Files.readString(status, StandardCharsets.ISO_8859_1));
        } catch (IOException | NumberFormatException gone) {
            return new int[0];
        }
    }

    static int[] parse(String status) {
        return status.lines()
                .filter(line -> line.startsWith(ROW))
                .findFirst()
                .map(line -> {
                    StringTokenizer words = new StringTokenizer(line.substring(ROW.length()));
                    int[] groups = new int[words.countTokens()];
                    for (int i = 0; i < groups.length; i++) {
                        groups[i] = Integer.parseUnsignedInt(words.nextToken());
                    }
                    return groups;
                })
                .orElseGet(() -> new int[0]);
    }
}
