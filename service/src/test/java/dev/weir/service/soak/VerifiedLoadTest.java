package dev.weir.service.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.service.control.JsonObject;
import dev.weir.service.filter.TestJars;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code load --verify} on a real mount: programs see no difference, and what a filter should not do is in the answer to its unload. */
@Timeout(120)
class VerifiedLoadTest {
    private static final String PROGRAM = """
            set -e
            mkdir -p a/b; printf 'one\\ntwo\\n' >a/b/f; printf three >>a/b/f; cat a/b/f; wc -c <a/b/f
            ln a/b/f hard; ln -s a/b/f soft; cat soft; mv a/b/f a/g; cat hard; stat -c '%s %a %h' a/g
            chmod 640 a/g; truncate -s 5 a/g; cat a/g; stat -c '%s %a %h' hard; ls -R | sort
            dd if=/dev/zero of=big bs=64k count=40 status=none; cp big copy; cmp big copy && echo same
            (flock 9; echo locked) 9>lock; touch -d @1000000000 a/g; stat -c %Y a/g
            find . -type f | sort | xargs cat | cksum; rm -r a copy; rmdir none 2>&1 || echo refused; ls
            """;

    private static String run(Path directory, String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private static JsonObject load(String filter, JsonObject configuration) {
        return new JsonObject()
                .put("filter", filter)
                .put("configuration", configuration)
                .put("verify", true);
    }

    @Test
    void programsSeeNoDifferenceAndGoodFiltersHaveNoFinding() throws Exception {
        try (Served served = new Served()) {
            Path bare = Files.createDirectory(served.parent.resolve("bare"));
            String expected = run(bare, PROGRAM);
            served.client.call("load", load("protect", new JsonObject().put("globs", "*.protected")));
            served.client.call("load", load("passall", new JsonObject()));
            served.client.call("load", load("spy", new JsonObject()));

            assertThat(run(served.directory, PROGRAM)).isEqualTo(expected).contains("same\n", "locked\n", "refused\n");
            assertThat(run(served.directory, "echo x >a.protected")).contains("Permission denied");
            for (String name : List.of("spy", "passall", "protect")) {
                JsonObject answer = served.unload(name);
                assertThat(answer.objects("findings")).as(answer.toString()).isEmpty();
                assertThat(answer.show("loader")).startsWith("class loader collected");
            }
            assertThat(served.weir.manager().findings().all()).isEmpty();
        }
    }

    @Test
    void aCallbackThatUsesItsOwnMountByPathIsNamedAndProgramsGoOn() throws Exception {
        try (Served served = new Served()) {
            Path jar = TestJars.jar(served.parent, TestJars.descriptor("bad", "sample.ByPath"), "ByPath", """
                    package sample;
                    import dev.weir.*;
                    import java.nio.file.*;
                    public final class ByPath implements Minifilter {
                        public Registration registration(FilterManager manager) throws FilterException {
                            return Registration.builder().unload(FilterUnloadCallback.ALWAYS)
                                .preOperation(MajorFunction.CREATE, (data, objects) -> {
                                    look(Path.of(objects.instance().volume().name()));
                                    return PreOperationStatus.SUCCESS_NO_CALLBACK;
                                }).build();
                        }
                        private static void look(Path volume) {
                            try {
                                Files.readString(volume.resolve("list"));
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        }
                    }
                    """);
            Files.writeString(served.directory.resolve("list"), "allowed");
            Files.writeString(served.directory.resolve("f"), "x\n");
            served.client.call("load", load(jar.toString(), new JsonObject()));

            assertThat(run(served.directory, "cat f")).isEqualTo("x\n");
            assertThat(served.unload("bad").objects("findings"))
                    .isNotEmpty()
                    .allSatisfy(found -> assertThat(found.show("rule")).isEqualTo("own-mount"))
                    .anySatisfy(found -> assertThat(found.texts("detail"))
                            .anyMatch(line -> line.startsWith("which came back as ") && line.endsWith(" of 'list'"))
                            .anyMatch(line -> line.startsWith("at sample.ByPath.look(ByPath.java:")));
        }
    }

    @Test
    void aCallbackThatWaitsForADirectoryWhichTheKernelHoldsForItIsNamedAndEndsWithTheProgram() throws Exception {
        try (Served served = new Served()) {
            Path jar = TestJars.jar(served.parent, TestJars.descriptor("bad", "sample.Waits"), "Waits", """
                    package sample;
                    import dev.weir.*;
                    import java.nio.file.*;
                    public final class Waits implements Minifilter {
                        public Registration registration(FilterManager manager) throws FilterException {
                            return Registration.builder().unload(FilterUnloadCallback.ALWAYS)
                                .preOperation(MajorFunction.CREATE, (data, objects) -> {
                                    if (data.operationName().equals("create")) {
                                        Files.exists(Path.of(objects.instance().volume().name(), "never asked for"));
                                    }
                                    return PreOperationStatus.SUCCESS_NO_CALLBACK;
                                }).build();
                        }
                    }
                    """);
            served.client.call("load", load(jar.toString(), new JsonObject()));
            Process program = new ProcessBuilder("sh", "-c", "echo x >new")
                    .directory(served.directory.toFile())
                    .start();
            try {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                while (served.weir.manager().findings().all().isEmpty() && System.nanoTime() < end) {
                    Thread.sleep(50);
                }
            } finally {
                program.destroyForcibly();
            }
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(served.unload("bad").objects("findings"))
                    .isNotEmpty()
                    .allSatisfy(found -> assertThat(found.show("rule")).isEqualTo("own-mount"))
                    .anySatisfy(found -> assertThat(found.show("what")).contains("perhaps for its own volume"))
                    .anySatisfy(found -> assertThat(found.texts("detail"))
                            .anyMatch(line -> line.startsWith("at sample.Waits.") && line.contains("(Waits.java:")));
        }
    }

    @Test
    void whatAFilterLeavesBehindIsInTheAnswerToItsUnloadAndWhatItDoesBeforeInTheListOfFilters() throws Exception {
        try (Served served = new Served()) {
            Path jar = TestJars.jar(served.parent, TestJars.descriptor("bad", "sample.Bad"), "Bad", """
                    package sample;
                    import dev.weir.*;
                    public final class Bad implements Minifilter {
                        public Registration registration(FilterManager manager) throws FilterException {
                            Thread.ofPlatform().daemon().name("left by bad").start(() -> {
                                try {
                                    Thread.sleep(30_000);
                                } catch (InterruptedException e) {
                                }
                            });
                            return Registration.builder().unload(FilterUnloadCallback.ALWAYS)
                                .preOperation(MajorFunction.CREATE, (data, objects) -> {
                                    try {
                                        objects.instance().reference();
                                    } catch (FilterException e) {
                                        throw new IllegalStateException(e);
                                    }
                                    return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                                }).build();
                        }
                    }
                    """);
            served.client.call("load", load(jar.toString(), new JsonObject()));
            assertThat(run(served.directory, "echo x >f; cat f")).isEqualTo("x\n");

            JsonObject row = served.client
                    .call("filters", new JsonObject())
                    .objects("filters")
                    .getFirst();
            assertThat(row.flag("verified")).isTrue();
            assertThat(row.objects("findings"))
                    .extracting(finding -> finding.show("rule"))
                    .containsOnly("status-without-post");
            assertThat(served.why("bad")).anyMatch(line -> line.startsWith("status-without-post: "));

            JsonObject answer = served.unload("bad");
            assertThat(answer.objects("findings"))
                    .as(answer.toString())
                    .extracting(finding -> finding.show("rule"))
                    .containsOnly("status-without-post", "leaked-reference", "thread-left", "loader-left");
            assertThat(answer.objects("findings"))
                    .filteredOn(finding -> finding.show("rule").equals("leaked-reference"))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.texts("detail"))
                            .anyMatch(line -> line.contains("at sample.Bad.") && line.contains("(Bad.java:")));

            served.client.call("start", new JsonObject().put("filter", "bad"));
            assertThat(served.client
                            .call("filters", new JsonObject())
                            .objects("filters")
                            .getFirst()
                            .objects("findings"))
                    .isEmpty();
        }
    }
}
