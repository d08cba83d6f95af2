package dev.weir.service.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The jars of the filters that Weir brings, as a distribution has them. */
final class BundledJars {
    private BundledJars() {}

    /** Makes {@code folder/NAME.jar} of the filter on the test's class path. */
    static void copy(String name, String className, Path folder) throws IOException {
        Path target = folder.resolve(name + ".jar");
        Path source = place(className);
        if (Files.isDirectory(source)) {
            zip(source, target);
        } else {
            Files.copy(source, target);
        }
    }

    private static Path place(String className) throws IOException {
        try {
            Class<?> type = Class.forName(className, false, BundledJars.class.getClassLoader());
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Where the filter was compiled but not packed. */
    private static void zip(Path classes, Path target) throws IOException {
        try (OutputStream out = Files.newOutputStream(target);
                JarOutputStream jar = new JarOutputStream(out);
                var files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                jar.write(Files.readAllBytes(file));
                jar.closeEntry();
            }
        }
    }
}
