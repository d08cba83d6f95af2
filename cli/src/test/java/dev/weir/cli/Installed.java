package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The distribution that the build made, as a user calls it: each call a JVM of its own. */
final class Installed {
    private static final long PATIENCE_SECONDS = 120;

    private final Path dist;
    private final Path work;
    private final List<String> prefix;
    private final Map<String, String> environment = new HashMap<>();

    private Installed(Path dist, Path work, List<String> prefix) {
        this.dist = dist;
        this.work = work;
        this.prefix = prefix;
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        environment.put("HOME", work.toString());
        environment.put("LC_ALL", "C");
        String run = System.getenv("WEIR_CI_RUN");
        if (run != null) {
            environment.put("WEIR_CI_RUN", run);
        }
    }

    /** As root; skips the test where this is not root, or there is no /dev/fuse. */
    static Installed asRoot(Path work) {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to mount");
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "needs /dev/fuse");
        return new Installed(Scripts.repository().resolve("cli/target/dist"), work, List.of());
    }

    /**
     * As user 1000, with a /dev/fuse of its own that this user may open, and without some programs.
     *
     * @param folder open to that user; the distribution is copied there
     */
    static Installed asUser(Path folder, String... hidden) throws IOException {
        asRoot(folder);
        Path copy = folder.resolve("dist");
        Path source = Scripts.repository().resolve("cli/target/dist");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(source.relativize(file)));
            }
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path node = Files.createDirectory(folder.resolve("node"));
        StringBuilder script = new StringBuilder(
                "mount -t tmpfs tmpfs " + node + " && mknod " + node + "/fuse c 10 229" + " && chmod 666 " + node
                        + "/fuse && mount --bind " + node + "/fuse /dev/fuse && : >" + node + "/none");
        for (String program : hidden) {
            script.append(" && mount --bind ").append(node).append("/none ").append(program);
        }
        script.append(" && cd \"$0\" && exec setpriv --reuid=1000 --regid=1000 --clear-groups -- \"$@\"");
        Path home = Files.createDirectory(folder.resolve("user"));
        Files.setAttribute(home, "unix:uid", 1000);
        Files.setAttribute(home, "unix:gid", 1000);
        return new Installed(
                copy, home, List.of("unshare", "-m", "--propagation", "private", "sh", "-c", script.toString()));
    }

    Path work() {
        return work;
    }

    void socket(Path socket) {
        environment.put("WEIR_SOCKET", socket.toString());
    }

    /** What {@code weir} and these arguments are, in a directory. */
    List<String> command(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        if (!prefix.isEmpty()) {
            command.add(directory.toString());
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dweir.home=" + dist,
                "-cp",
                dist + "/lib/*",
                "dev.weir.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts it, with its outputs in files beside. */
    Process start(Path directory, Path out, Path err, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(directory, arguments))
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Calls it and waits for its end. */
    Scripts.Result weirIn(Path directory, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("weir-it", ".out");
        Path err = Files.createTempFile("weir-it", ".err");
        try {
            Process process = start(directory, out, err, arguments);
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        String.join(" ", arguments) + " did not end: " + Files.readString(err, StandardCharsets.UTF_8));
            }
            return new Scripts.Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    Scripts.Result weir(String... arguments) throws IOException, InterruptedException {
        return weirIn(work, arguments);
    }

    /** The same, where it must succeed. */
    String done(String... arguments) throws IOException, InterruptedException {
        Scripts.Result result = weir(arguments);
        assertThat(result.exit())
                .as(String.join(" ", arguments) + ": " + result.err())
                .isZero();
        return result.out();
    }

    /** Waits until a file has a line that begins so, and returns the rest of that line. */
    static String await(Path file, String beginning) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith(beginning)) {
                        return line.substring(beginning.length());
                    }
                }
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("no line '" + beginning + "' in " + file + ": " + Files.readString(file));
    }

    /** Whether anything is mounted at a path, in this process's namespace. */
    static boolean isMounted(Path path) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .anyMatch(line -> line.split(" ", -1)[1].equals(path.toString()));
    }
}
