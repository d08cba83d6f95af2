package dev.weir.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a service has its things.
 *
 * @param home the distribution: {@code lib} and {@code filters}
 * @param folder private to the service's user: copies of jars, and the state where it is kept
 * @param keepsState whether a later service brings back what this one has; otherwise the folder goes with it
 */
public record Settings(Path home, Path folder, boolean keepsState) {
    static final String FILTERS = "filters";

    /** Those of a daemon: the state is in {@code /var/lib/weir} for root, else in {@code $XDG_STATE_HOME/weir}. */
    public static Settings daemon(Optional<Path> folder, Map<String, String> environment) throws IOException {
        return new Settings(distribution(), folder.isPresent() ? folder.get() : stateFolder(environment), true);
    }

    /**
     * Those of a service that lives as long as one command: a temporary folder.
     *
     * @param served a directory that the folder should not be in: its socket can't be reached through a mount
     */
    public static Settings embedded(String served) throws IOException {
        Path parent = RunFolders.parents(System.getenv()).stream()
                .filter(folder -> !isBelow(folder, served))
                .findFirst()
                .orElse(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
        return new Settings(distribution(), RunFolders.make(parent), false);
    }

    private static boolean isBelow(Path folder, String served) {
        try {
            return (folder.toRealPath() + "/").startsWith(served + "/");
        } catch (IOException notThere) {
            return true;
        }
    }

    private static Path stateFolder(Map<String, String> environment) throws IOException {
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            return Path.of("/var/lib/weir");
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        return state.startsWith("/")
                ? Path.of(state, "weir")
                : Path.of(
                        environment.getOrDefault("HOME", System.getProperty("user.home", "/tmp")),
                        ".local",
                        "state",
                        "weir");
    }

    /** The folder that this was started from: {@code -Dweir.home}. */
    static Path distribution() {
        return Path.of(System.getProperty("weir.home", System.getProperty("user.dir", "/")))
                .toAbsolutePath();
    }

    Path bundledFilters() {
        return home.resolve(FILTERS);
    }

    Path jars() {
        return folder.resolve("filters");
    }
}
