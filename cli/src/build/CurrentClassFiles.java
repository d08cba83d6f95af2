import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a library's class files anew in the form of Java 17, where they have that of Java 5: the JVM can't put the old form into an AOT cache, and so would read and verify a library for the command
 * line at each start. What the classes do stays as it is.
 *
 * <p>A program of the build: {@code java CurrentClassFiles.java JAR...}
 */
final class CurrentClassFiles {
    /** From here on class files have stack maps, which the cache's verification needs. */
    private static final int WITH_STACK_MAPS = ClassFile.JAVA_7_VERSION;

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            renew(Path.of(jar));
        }
    }

    private static void renew(Path jar) throws IOException {
        Path renewed = jar.resolveSibling(jar.getFileName() + ".renewed");
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                var from = new JarFile(jar.toFile());
                var to = new ZipOutputStream(Files.newOutputStream(renewed))) {
            var hierarchy = ClassFile.ClassHierarchyResolverOption.of(
                    ClassHierarchyResolver.ofClassLoading(loader).cached());
            ClassFile format = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS, hierarchy);
            for (ZipEntry entry : from.stream().toList()) {
                byte[] content = from.getInputStream(entry).readAllBytes();
                // The time stays: what is built twice from the same sources is the same.
                var copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                to.putNextEntry(copy);
                to.write(entry.getName().endsWith(".class") ? renew(format, content) : content);
                to.closeEntry();
            }
        }
        Files.move(renewed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] renew(ClassFile format, byte[] content) {
        var model = format.parse(content);
        if (model.majorVersion() >= WITH_STACK_MAPS) {
            return content;
        }
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_17_VERSION, 0);
            } else {
                builder.with(element);
            }
        };
        // Each method's code is taken through the transformation, and so gets its stack maps.
        return format.transformClass(
                model,
                ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element))
                        .andThen(version));
    }
}
