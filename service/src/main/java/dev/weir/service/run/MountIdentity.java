package dev.weir.service.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whose mount the kernel is told that it is: this process's. */
final class MountIdentity {
    /** S_IFDIR. */
    static final int DIRECTORY = 0040000;

    private static final Path SELF = Path.of("/proc/self");

    private MountIdentity() {}

    static int user() throws IOException {
        return (Integer) Files.getAttribute(SELF, "unix:uid");
    }

    static int group() throws IOException {
        return (Integer) Files.getAttribute(SELF, "unix:gid");
    }
}
