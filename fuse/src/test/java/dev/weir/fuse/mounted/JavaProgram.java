package dev.weir.fuse.mounted;

import dev.weir.Errno;
import dev.weir.linux.OpenFlags;
import dev.weir.testkit.posix.PosixVolume;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program of the tests in a process of its own, for what the process that serves a mount must not do there. */
final class JavaProgram {
    private JavaProgram() {}

    /** Both its outputs are one. */
    static Process start(Class<?> program, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(program),
                program.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Where its classes were loaded from, the test kit's, the system calls' and the API's. */
    private static String classPath(Class<?> program) {
        return Stream.of(program, PosixVolume.class, OpenFlags.class, Errno.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                        .toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
