package dev.weir.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The filters that Weir brings. */
public final class BundledFilters {
    private static final String JAR = ".jar";

    private BundledFilters() {}

    /** The names of this distribution's, sorted; none where it has no folder of filters that can be read. */
    public static List<String> names() {
        try {
            return in(Settings.distribution().resolve(Settings.FILTERS));
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    static List<String> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(JAR))
                    .map(name -> name.substring(0, name.length() - JAR.length()))
                    .sorted()
                    .toList();
        }
    }
}
