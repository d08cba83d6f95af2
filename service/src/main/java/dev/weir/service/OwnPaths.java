package dev.weir.service;

import dev.weir.NtStatus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the service's own process needs to answer a request. A mount over any of it could have to be answered by a thread that waits for the answer.
 */
final class OwnPaths {
    private final Map<Path, String> paths = new LinkedHashMap<>();

    /**
     * @param folders the service's own: state, copies of jars, socket
     * @param isDaemon whether its working directory is its own, not its user's
     */
    OwnPaths(Collection<Path> folders, boolean isDaemon) {
        add(System.getProperty("java.home", "/"), "the JDK");
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            add(entry.endsWith("*") ? entry.substring(0, entry.length() - 1) : entry, "Weir's own jars");
        }
        add(System.getProperty("java.io.tmpdir", "/tmp"), "the folder for temporary files");
        if (isDaemon) {
            add(
                    System.getProperty("user.dir", "/"),
                    "the working directory that the service was started in, where crash logs go");
        }
        for (String system : new String[] {"/proc", "/sys", "/dev", "/etc", "/lib", "/run"}) {
            add(system, system);
        }
        folders.forEach(folder -> add(folder.toString(), "the service's own files"));
    }

    private void add(String path, String what) {
        if (!path.isEmpty()) {
            paths.putIfAbsent(real(Path.of(path).toAbsolutePath()), what);
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notThere) {
            return path.normalize();
        }
    }

    /** Refuses a mount point at which, or below which, any of it is. */
    void check(Path mountPoint) throws Refusal {
        for (Map.Entry<Path, String> entry : paths.entrySet()) {
            if (entry.getKey().startsWith(mountPoint)) {
                throw Refusal.no(
                        NtStatus.INVALID_PARAMETER,
                        "can't mount over " + mountPoint + ": " + entry.getValue() + " (" + entry.getKey()
                                + ") is there, which the service itself needs; mount a folder below, or at another place");
            }
        }
    }
}
