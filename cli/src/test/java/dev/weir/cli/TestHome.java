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
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

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

    /** A jar of one filter, {@code sample.NAME}, of this source. */
    static Path compile(Path folder, String name, String source) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(name));
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        file.toString());
        if (result != 0) {
            throw new IllegalStateException("the sample does not compile");
        }
        Path descriptor = classes.resolve("META-INF/weir/filter.toml");
        Files.createDirectories(descriptor.getParent());
        Files.writeString(
                descriptor,
                "name = \"" + name.toLowerCase(Locale.ROOT) + "\"\nclass = \"sample." + name
                        + "\"\n[[instance]]\nname = \"one\"\naltitude = \"150000\"\n");
        Path jar = folder.resolve(name + ".jar");
        pack(classes, jar);
        return jar;
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
