package dev.weir.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which processes use files below a directory: what makes an unmount busy, and what goes round a mount that is made over it. Sees what {@code /proc} shows this user.
 */
final class FileUsers {
    /**
     * One use.
     *
     * @param what such as "working directory" or "open file"
     */
    record Use(long process, String program, String what, String path) {
        @Override
        public String toString() {
            return program + " (pid " + process + ", " + what + " " + path + ")";
        }
    }

    private static final Path PROC = Path.of("/proc");
    private static final Path DEVICE = Path.of("/dev/fuse");

    private final String directory;
    private final Predicate<Path> sameDevice;

    private FileUsers(String directory, Predicate<Path> sameDevice) {
        this.directory = directory;
        this.sameDevice = sameDevice;
    }

    /** Whoever uses a directory, or anything below it, by this path; whatever file system that is on. */
    static List<Use> below(String directory) {
        return new FileUsers(directory, link -> true).scan();
    }

    /** Whoever uses the file system that is mounted at a directory, not what lies under the mount. */
    static List<Use> ofMount(String mountPoint) {
        try {
            Object device = Files.getAttribute(Path.of(mountPoint), "unix:dev");
            return new FileUsers(mountPoint, link -> isOn(link, device)).scan();
        } catch (IOException dead) {
            return below(mountPoint);
        }
    }

    /** Whoever uses what lies under the mount at a directory: from before the mount, and so round the filters. */
    static List<Use> roundMount(String mountPoint) {
        try {
            Object device = Files.getAttribute(Path.of(mountPoint), "unix:dev");
            List<Use> uses = new FileUsers(mountPoint, link -> !isOn(link, device)).scan();
            uses.removeIf(use -> serves(use.process()));
            return uses;
        } catch (IOException dead) {
            return List.of();
        }
    }

    /** Whether a process serves a FUSE mount: then it uses what lies under it by right. */
    private static boolean serves(long process) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(PROC.resolve(process + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.readSymbolicLink(descriptor).equals(DEVICE)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException gone) {
            return false;
        }
        return false;
    }

    private static boolean isOn(Path link, Object device) {
        try {
            return Files.getAttribute(link, "unix:dev").equals(device);
        } catch (IOException gone) {
            return false;
        }
    }

    private List<Use> scan() {
        List<Use> uses = new ArrayList<>();
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                long id = Long.parseLong(String.valueOf(process.getFileName()));
                if (id != self) {
                    look(process, id, uses);
                }
            }
        } catch (IOException | DirectoryIteratorException hidden) {
            return uses;
        }
        return uses;
    }

    private void look(Path process, long id, List<Use> uses) {
        int before = uses.size();
        link(process.resolve("cwd"), id, "working directory", uses);
        link(process.resolve("root"), id, "root directory", uses);
        link(process.resolve("exe"), id, "program", uses);
        if (uses.size() > before) {
            return;
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                link(descriptor, id, "open file", uses);
                if (uses.size() > before) {
                    return;
                }
            }
        } catch (IOException | DirectoryIteratorException notOurs) {
            return;
        }
        mapped(process, id, uses);
    }

    private void link(Path link, long id, String what, List<Use> uses) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            if (isBelow(target) && sameDevice.test(link)) {
                uses.add(new Use(id, program(id), what, target));
            }
        } catch (IOException gone) {
            return;
        }
    }

    private void mapped(Path process, long id, List<Use> uses) {
        try {
            for (String line : Files.readAllLines(process.resolve("maps"), StandardCharsets.ISO_8859_1)) {
                int slash = line.indexOf('/');
                if (slash > 0 && isBelow(line.substring(slash))) {
                    Path file = process.resolve("map_files").resolve(line.substring(0, line.indexOf(' ')));
                    if (sameDevice.test(file)) {
                        uses.add(new Use(id, program(id), "mapped file", line.substring(slash)));
                        return;
                    }
                }
            }
        } catch (IOException gone) {
            return;
        }
    }

    private boolean isBelow(String path) {
        return path.startsWith(directory)
                && (path.length() == directory.length()
                        || directory.equals("/")
                        || path.charAt(directory.length()) == '/');
    }

    private static String program(long process) {
        try {
            return Files.readString(PROC.resolve(process + "/comm"), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException gone) {
            return "?";
        }
    }
}
