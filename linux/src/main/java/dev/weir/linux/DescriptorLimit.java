package dev.weir.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many descriptors this process may have. */
final class DescriptorLimit {
    private static final String ROW = "Max open files";

    private DescriptorLimit() {}

    /** What a volume may keep open for speed: an eighth, so that open files and other volumes have theirs. */
    static int share() {
        return Math.clamp(limit() / 8, 64, 8192);
    }

    private static long limit() {
        try {
            return parse(Files.readString(Path.of("/proc/self/limits"), StandardCharsets.US_ASCII));
        } catch (IOException hidden) {
            return 1024;
        }
    }

    /** The soft limit in the content of a limits file. */
    static long parse(String limits) {
        return limits.lines()
                .filter(line -> line.startsWith(ROW))
                .map(line -> line.substring(ROW.length()).strip().split("\\s+", -1)[0])
                .map(word -> word.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(word))
                .findFirst()
                .orElse(1024L);
    }
}
