package dev.weir.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the kernel says of FUSE over io_uring. */
public final class RingSupport {
    private static final Path SWITCH = Path.of("/sys/module/fuse/parameters/enable_uring");

    private RingSupport() {}

    /** Whether the kernel has it and root has switched it on: then it is offered to every mount from then on. */
    public static boolean isSwitchedOn() {
        return refusal().isEmpty();
    }

    /** What to do so that it is offered to mounts from then on; empty where there is nothing to do. */
    public static String remedy() {
        return refusal().isEmpty() || !Files.exists(SWITCH)
                ? ""
                : "'echo Y > " + SWITCH + "' as root: mounts from then on can have it";
    }

    /** Why it is not offered; empty if it is. */
    public static String refusal() {
        try {
            String value = Files.readString(SWITCH, StandardCharsets.US_ASCII).strip();
            return value.equals("Y") ? "" : "it is switched off";
        } catch (NoSuchFileException older) {
            return "this kernel does not have it (Linux 6.14 and later do, where they were built with it)";
        } catch (IOException hidden) {
            return "can't read " + SWITCH + ": " + hidden.getMessage();
        }
    }
}
