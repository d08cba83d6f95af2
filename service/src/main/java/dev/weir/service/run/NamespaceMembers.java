package dev.weir.service.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which processes are in a mount namespace, as far as {@code /proc} shows this user. */
final class NamespaceMembers {
    private static final Path PROC = Path.of("/proc");

    private NamespaceMembers() {}

    /** @param namespace what {@code /proc/PID/ns/mnt} links to */
    static List<Long> of(String namespace) {
        List<Long> members = new ArrayList<>();
        if (namespace.isEmpty()) {
            return members;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (namespace.equals(link(process))) {
                    members.add(Long.parseLong(String.valueOf(process.getFileName())));
                }
            }
        } catch (IOException | DirectoryIteratorException hidden) {
            return members;
        }
        return members;
    }

    private static String link(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/mnt")).toString();
        } catch (IOException goneOrNotOurs) {
            return "";
        }
    }

    /** A process as people know it: {@code sleep (pid 12)}. */
    static String describe(long process) {
        try {
            return Files.readString(PROC.resolve(process + "/comm"), StandardCharsets.ISO_8859_1)
                            .strip() + " (pid " + process + ")";
        } catch (IOException gone) {
            return "pid " + process;
        }
    }
}
