package dev.weir.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where the socket of a port is: in {@code ports} beside the service's control socket. */
final class PortPaths {
    private static final String VARIABLE = "WEIR_SOCKET";
    private static final Path ROOTS = Path.of("/run/weir/ports");

    private PortPaths() {}

    /** Where to look, in this order: beside {@code $WEIR_SOCKET} where that is set, else at this user's own service and at root's. */
    static List<Path> candidates(String port, Map<String, String> environment) throws IOException {
        String given = environment.getOrDefault(VARIABLE, "");
        if (!given.isEmpty()) {
            Path folder = Path.of(given).toAbsolutePath().getParent();
            return List.of(
                    (folder == null ? Path.of("/") : folder).resolve("ports").resolve(port));
        }
        return Stream.of(own(environment), ROOTS)
                .distinct()
                .map(folder -> folder.resolve(port))
                .toList();
    }

    private static Path own(Map<String, String> environment) throws IOException {
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (user.equals(0)) {
            return ROOTS;
        }
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return runtime.startsWith("/") ? Path.of(runtime, "weir", "ports") : Path.of("/tmp", "weir-" + user, "ports");
    }
}
