package dev.weir.service.filter;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** Jars of filters, compiled in the test from source, so that their classes are nobody else's. */
public final class TestJars {
    /** A filter that agrees to everything. */
    public static final String PLAIN = """
            package sample;
            import dev.weir.*;
            public final class Plain implements Minifilter {
                public Registration registration(FilterManager manager) {
                    return Registration.builder().unload(FilterUnloadCallback.ALWAYS).build();
                }
            }
            """;

    private TestJars() {}

    /** The least that a descriptor has. */
    public static String descriptor(String name, String type) {
        return "name = \"" + name + "\"\nclass = \"" + type + "\"\n[[instance]]\nname = \"" + name
                + "\"\naltitude = \"385100\"\n";
    }

    /** Compiles the class {@code sample.NAME}, or one of no package, of this source into a folder. */
    public static void compile(Path classes, String name, String source) throws IOException {
        Path file = Files.createDirectories(classes.resolve("src/sample")).resolve(name + ".java");
        Files.writeString(file, source);
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
    }

    /** A jar with this descriptor and the class {@code sample.NAME} of this source. */
    public static Path jar(Path folder, String descriptor, String name, String source) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes-" + name));
        compile(classes, name, source);
        Path jar = folder.resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out)) {
            entry(zip, FilterDescriptor.ENTRY, descriptor.getBytes(StandardCharsets.UTF_8));
            try (var compiled = Files.walk(classes.resolve("sample"))) {
                for (Path type : compiled.filter(Files::isRegularFile).toList()) {
                    entry(zip, classes.relativize(type).toString(), Files.readAllBytes(type));
                }
            }
        }
        return jar;
    }

    /** A jar with these entries: name, content, name, content, ... */
    public static Path jarOf(Path jar, List<String> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out)) {
            for (int i = 0; i < entries.size(); i += 2) {
                entry(zip, entries.get(i), entries.get(i + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static void entry(JarOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new JarEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
