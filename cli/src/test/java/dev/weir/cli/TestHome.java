package dev.weir.cli;

import dev.weir.Minifilter;
import dev.weir.filters.nullfilter.NullFilter;
import dev.weir.filters.passall.PassAllFilter;
import dev.weir.filters.protect.ProtectFilter;
import dev.weir.filters.spy.SpyFilter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A distribution's folder of filters, made from the test's class path. */
final class TestHome {
    private static final Map<String, Class<? extends Minifilter>> FILTERS = Map.of(
            "null", NullFilter.class,
            "passall", PassAllFilter.class,
            "protect", ProtectFilter.class,
            "spy", SpyFilter.class);

    private TestHome() {}

    static Path make(Path home) throws IOException, URISyntaxException {
        Path filters = Files.createDirectories(home.resolve("filters"));
        for (Map.Entry<String, Class<? extends Minifilter>> filter : FILTERS.entrySet()) {
            Path classes = Path.of(filter.getValue()
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path jar = filters.resolve(filter.getKey() + ".jar");
            if (Files.isDirectory(classes)) {
                pack(classes, jar);
            } else {
                Files.copy(classes, jar);
            }
        }
        return home;
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                zip.write(Files.readAllBytes(file));
                zip.closeEntry();
            }
        }
    }
}
