package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.weir.manager.Manager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * For each row a fault is put into the manager's source, or the API's, compiled into class loaders of their own together with the tests of that row: they must fail. Not among the tests that run by themselves (docs/architecture.md has the command).
 * {@code -Dweir.seeds=} and a regular expression choose rows. Those of own I/O have their tests in testkit and are skipped where that is not compiled.
 */
class SeededFaults {
    private static final String PACKAGE = "dev.weir.";
    private static final Path SOURCES = Path.of("src/main/java/dev/weir/manager");
    private static final String API = "api/";
    private static final Path API_SOURCES = Path.of("../api/src/main/java/dev/weir");
    private static final List<Path> TESTKIT =
            List.of(Path.of("../testkit/target/classes"), Path.of("../testkit/target/test-classes"));
    private static final Pattern CHOSEN = Pattern.compile(System.getProperty("weir.seeds", ".*"));

    /** A fault: in a class, instead of one line another; where that line is there several times, the one after a text. */
    record Seed(String row, String className, String line, String fault, String after) {
        String sourceWithFault() throws IOException {
            String source = Files.readString(source());
            int from = source.indexOf(after);
            assertThat(from).as("'%s' in %s", after, className).isNotNegative();
            int at = source.indexOf(line, from);
            assertThat(at).as("'%s' in %s", line, className).isNotNegative();
            if (after.isEmpty()) {
                assertThat(source.indexOf(line, at + 1))
                        .as("a second '%s' in %s", line, className)
                        .isNegative();
            }
            return source.substring(0, at) + fault + source.substring(at + line.length());
        }

        private Path source() {
            return className.startsWith(API)
                    ? API_SOURCES.resolve(className.substring(API.length()) + ".java")
                    : SOURCES.resolve(className + ".java");
        }

        @Override
        public String toString() {
            return row + ": " + className + ": " + fault;
        }
    }

    static Stream<Seed> seeds() throws IOException {
        return allSeeds().filter(seed -> CHOSEN.matcher(seed.row()).matches());
    }

    private static Stream<Seed> allSeeds() throws IOException {
        String text;
        try (InputStream in = SeededFaults.class.getResourceAsStream("seeds.txt")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Seed> seeds = new ArrayList<>();
        for (String block : text.split("\n\n", -1)) {
            Map<Character, String> lines = block.lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toMap(line -> line.charAt(0), line -> line));
            if (lines.containsKey('+')) {
                String head = block.lines().findFirst().orElseThrow();
                String[] words = head.split(" ", -1);
                seeds.add(new Seed(
                        words[0],
                        words[1],
                        lines.get('-').substring(2),
                        lines.get('+').substring(2),
                        lines.getOrDefault('@', "@ ").substring(2)));
            }
        }
        return seeds.stream();
    }

    @Test
    void eachRowHasASeed() throws IOException {
        assertThat(allSeeds().map(Seed::row)).containsAll(RowListTest.rows()).containsAll(RowListTest.rowsOfTestkit());
    }

    @Test
    void withoutAFaultTheTestsPass() {
        assertThat(testsPass(new FaultyLoader(Map.of()), "[A-Z]\\d+[abc]?")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theFaultIsFound(Seed seed) throws Exception {
        var loader = new FaultyLoader(compile(seed));
        assumeTrue(!tests(loader, seed.row()).isEmpty(), "needs testkit's classes and tests, compiled: " + TESTKIT);
        // A thread of its own: tests that hang with a fault keep theirs for ever, and a pool's would be used up.
        CompletableFuture<Boolean> passed = CompletableFuture.supplyAsync(
                () -> testsPass(loader, seed.row()),
                task -> Thread.ofPlatform().daemon().start(task));
        boolean green;
        try {
            green = passed.get(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            green = false;
        }
        assertThat(green).as("the tests of %s pass all the same", seed.row()).isFalse();
    }

    private static boolean testsPass(ClassLoader loader, String row) {
        var request = LauncherDiscoveryRequestBuilder.request();
        List<Method> tests = tests(loader, row);
        assertThat(tests).isNotEmpty();
        tests.forEach(test -> request.selectors(selectMethod(test.getDeclaringClass(), test)));
        var summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request.build(), summary);
        assertThat(summary.getSummary().getTestsStartedCount()).isPositive();
        return summary.getSummary().getTestsFailedCount() == 0;
    }

    private static List<Method> tests(ClassLoader loader, String row) {
        Pattern named = Pattern.compile("\\b" + row + "\\b");
        List<String> here = RowListTest.TESTS.stream().map(Class::getName).toList();
        return Stream.concat(here.stream(), RowListTest.TESTS_OF_TESTKIT.stream())
                .flatMap(name -> methods(loader, name, here.contains(name)))
                .filter(method -> {
                    DisplayName name = method.getAnnotation(DisplayName.class);
                    return name != null && named.matcher(name.value()).find();
                })
                .toList();
    }

    private static Stream<Method> methods(ClassLoader loader, String tests, boolean required) {
        try {
            return Stream.of(loader.loadClass(tests).getDeclaredMethods());
        } catch (ClassNotFoundException e) {
            if (required) {
                throw new IllegalStateException(e);
            }
            return Stream.empty();
        }
    }

    private static Map<String, byte[]> compile(Seed seed) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var errors = new java.io.StringWriter();
        var source =
                new SimpleJavaFileObject(
                        URI.create("string:///" + seed.source().getFileName()), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
                        return seed.sourceWithFault();
                    }
                };
        try (var files = new InMemory(compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8))) {
            boolean compiled = compiler.getTask(
                            errors,
                            files,
                            null,
                            List.of("-proc:none", "-cp", System.getProperty("java.class.path")),
                            null,
                            List.of(source))
                    .call();
            assertThat(compiled).as(errors.toString()).isTrue();
            return files.classes.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, e -> e.getValue().toByteArray()));
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

        InMemory(StandardJavaFileManager fileManager) {
            super(fileManager);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(className, name -> new ByteArrayOutputStream());
                }
            };
        }
    }

    /** Loads the API, the manager and its tests itself, with the faulty classes instead of those that were built. */
    private static final class FaultyLoader extends ClassLoader {
        private final Map<String, byte[]> faulty;

        FaultyLoader(Map<String, byte[]> faulty) {
            super(Manager.class.getClassLoader());
            this.faulty = faulty;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null ? known : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            byte[] bytes = faulty.get(name);
            if (bytes == null) {
                bytes = built(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }

        private byte[] built(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            @Nullable InputStream in = getParent().getResourceAsStream(file);
            try (in) {
                return in == null ? ofTestkit(file) : in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        private static byte[] ofTestkit(String file) throws IOException {
            Path main = TESTKIT.getFirst().resolve(file);
            return Files.readAllBytes(
                    Files.exists(main) ? main : TESTKIT.getLast().resolve(file));
        }
    }
}
