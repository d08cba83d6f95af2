package dev.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the repository's shell scripts in an environment that holds only what a test puts there. */
final class Scripts {
    /** What a script printed and how it ended. */
    record Result(int exit, String out, String err) {}

    /** Before a command: it does not ignore the keys of a terminal, whoever started the tests in the background. */
    static final List<String> HEEDING_KEYS = List.of("env", "--default-signal=INT,QUIT,TSTP");

    private Scripts() {}

    /** The root of the repository, above the module whose tests run. */
    static Path repository() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve(".mvn/find-jdk.sh"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException(
                    "no .mvn/find-jdk.sh above " + Path.of("").toAbsolutePath());
        }
        return at;
    }

    static Result run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("weir-script", ".out");
        Path err = Files.createTempFile("weir-script", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " did not end");
            }
            return new Result(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Writes an executable shell script whose lines are {@code lines}. */
    static Path script(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A directory that looks like a JDK of {@code version}; its {@code java} prints its arguments, one a line. */
    static Path jdk(Path home, String version) throws IOException {
        script(home.resolve("bin/java"), "printf '%s\\n' \"$@\"");
        script(home.resolve("bin/javac"), "exit 1");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"A\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
