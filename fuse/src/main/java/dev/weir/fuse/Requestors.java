package dev.weir.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What /proc says about the threads that make requests. */
final class Requestors {
    private static final long SIGKILL_BIT = 1L << 8;
    private static final Path PROC = Path.of("/proc");

    private Requestors() {}

    /** The command name of a thread, empty where it is gone. */
    static String program(int thread) {
        try {
            return Files.readString(PROC.resolve(thread + "/comm"), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException gone) {
            return "";
        }
    }

    /** Whether a thread has been killed, or is gone: then nobody waits for its answer but the kernel. 0 is nobody known, and not dying. */
    static boolean isDying(int thread) {
        if (thread <= 0) {
            return false;
        }
        try {
            for (String line : Files.readAllLines(PROC.resolve(thread + "/status"), StandardCharsets.ISO_8859_1)) {
                if ((line.startsWith("SigPnd:") || line.startsWith("ShdPnd:"))
                        && (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGKILL_BIT) != 0) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException | NumberFormatException unreadable) {
            return false;
        }
    }
}
