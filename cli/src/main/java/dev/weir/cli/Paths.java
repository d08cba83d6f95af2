package dev.weir.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the user wrote, as the service needs it, which has another working directory. */
final class Paths {
    private Paths() {}

    /** A volume: an id stays as it is, a path becomes absolute, with links resolved where that works. */
    static String volume(String idOrPath) {
        return idOrPath.matches("[0-9]+") ? idOrPath : existing(idOrPath);
    }

    /** An absolute path without links, as far as it can be resolved without asking the file system at its end. */
    static String existing(String text) {
        Path path = Path.of(text).toAbsolutePath().normalize();
        Path parent = path.getParent();
        Path name = path.getFileName();
        if (Files.isSymbolicLink(path)) {
            try {
                return path.toRealPath().toString();
            } catch (IOException dangling) {
                return path.toString();
            }
        }
        if (parent == null || name == null) {
            return path.toString();
        }
        try {
            return parent.toRealPath().resolve(name).toString();
        } catch (IOException notThere) {
            return path.toString();
        }
    }

    /** A filter: a path where it looks like one, else a name. */
    static String filter(String jarOrName) {
        boolean path = jarOrName.contains("/") || jarOrName.endsWith(".jar");
        return path ? Path.of(jarOrName).toAbsolutePath().normalize().toString() : jarOrName;
    }
}
