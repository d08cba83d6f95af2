package dev.weir.service.soak;

import dev.weir.service.filter.FilterDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The jars of the filters that Weir brings, as a distribution has them. */
final class BundledJars {
    static final List<String> SAMPLES = List.of(
            "cancelsafe",
            "cdo",
            "change",
            "ctx",
            "delete",
            "metadata",
            "namechanger",
            "scanner",
            "simrep",
            "swapbuffers");

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

    /** Makes {@code folder/NAME.jar} of a sample, as its module packs it: its package, what all samples share, and its descriptor. */
    static void copySample(String name, Path folder) throws IOException {
        Path source = place("dev.weir.filters.samples.DebugPrint");
        if (Files.isDirectory(source)) {
            zipSample(source, name, folder.resolve(name + ".jar"));
        } else {
            try (var jar = java.nio.file.FileSystems.newFileSystem(source)) {
                zipSample(jar.getPath("/"), name, folder.resolve(name + ".jar"));
            }
        }
    }

    private static void zipSample(Path classes, String name, Path target) throws IOException {
        Path samples = classes.resolve("dev/weir/filters/samples");
        Path sample = samples.resolve(name);
        try (OutputStream out = Files.newOutputStream(target);
                JarOutputStream jar = new JarOutputStream(out);
                var shared = Files.list(samples);
                var own = Files.list(sample)) {
            for (Path file : Stream.concat(shared, own)
                    .filter(path -> path.toString().endsWith(".class"))
                    .toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                jar.write(Files.readAllBytes(file));
                jar.closeEntry();
            }
            jar.putNextEntry(new JarEntry(FilterDescriptor.ENTRY));
            try (InputStream descriptor =
                    BundledJars.class.getResourceAsStream("/dev/weir/filters/samples/" + name + "/filter.toml")) {
                if (descriptor == null) {
                    throw new IOException("there is no sample " + name);
                }
                jar.write(descriptor.readAllBytes());
            }
            jar.closeEntry();
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
