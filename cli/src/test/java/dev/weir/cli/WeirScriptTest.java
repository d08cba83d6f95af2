package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./weir}, in a working copy whose build and whose JVM are fakes that say how they were called. */
class WeirScriptTest {
    private static final Instant EARLIER = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private Path copy;
    private Path jar;
    private Path source;
    private Path builds;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void aWorkingCopy() throws IOException {
        copy = Files.createDirectory(directory.resolve("working copy"));
        jar = copy.resolve("cli/target/dist/lib/weir-cli.jar");
        source = copy.resolve("cli/src/main/java/Main.java");
        builds = directory.resolve("builds");
        Path repository = Scripts.repository();
        Files.createDirectories(copy.resolve(".mvn"));
        for (String script : List.of("weir", ".mvn/find-jdk.sh")) {
            Files.copy(repository.resolve(script), copy.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createDirectories(source.getParent());
        for (Path file : List.of(source, copy.resolve("pom.xml"), copy.resolve("cli/pom.xml"))) {
            Files.writeString(file, "");
            Files.setLastModifiedTime(file, FileTime.from(EARLIER));
        }
        for (Path at = source.getParent(); !at.equals(copy); at = at.getParent()) {
            Files.setLastModifiedTime(at, FileTime.from(EARLIER));
        }
        Scripts.script(
                copy.resolve("mvnw"),
                "echo built >>'" + builds + "'",
                "echo 'on stdout of the build'",
                "sleep 0.2",
                "mkdir -p '" + jar.getParent() + "' && : >'" + jar + "'");
        environment.put("PATH", "/usr/bin:/bin");
        environment.put(
                "JAVA_HOME", Scripts.jdk(directory.resolve("jdk"), "25.0.3").toString());
    }

    @Test
    void buildsWhatIsNotBuiltWithItsOutputOnStderr() throws Exception {
        Scripts.Result result = weir("filters", "-v");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("weir: building", "on stdout of the build");
        assertThat(result.out()).doesNotContain("build");
        assertThat(result.out().lines()).endsWith("dev.weir.cli.Main", "filters", "-v");
        assertThat(result.out().lines()).contains("-Dweir.home=" + copy.resolve("cli/target/dist"));
    }

    @Test
    void buildsOnceOnly() throws Exception {
        weir("filters");
        Scripts.Result second = weir("filters");

        assertThat(second.err()).isEmpty();
        assertThat(Files.readAllLines(builds)).hasSize(1);
    }

    @Test
    void buildsAgainAfterASourceFileHasChanged() throws Exception {
        weir("filters");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        weir("filters");

        assertThat(Files.readAllLines(builds)).hasSize(2);
    }

    @Test
    void buildsAgainAfterASourceFileIsGone() throws Exception {
        weir("filters");
        Files.setLastModifiedTime(jar, FileTime.from(EARLIER.plusSeconds(1)));
        Files.delete(source);
        weir("filters");

        assertThat(Files.readAllLines(builds)).hasSize(2);
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        List<CompletableFuture<Scripts.Result>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return weir("filters");
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }

        assertThat(calls).allSatisfy(call -> assertThat(call.join().exit()).isZero());
        assertThat(Files.readAllLines(builds)).hasSize(1);
    }

    @Test
    void aBuildThatFailsIsWeirsOwnFailure() throws Exception {
        Scripts.script(copy.resolve("mvnw"), "echo 'does not compile'", "exit 1");

        Scripts.Result run = weir("run", "dir", "--", "true");
        Scripts.Result filters = weir("filters");

        assertThat(run.exit()).isEqualTo(125);
        assertThat(filters.exit()).isEqualTo(5);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("does not compile", "the build of " + copy + " failed");
    }

    @Test
    void noJdkIsWeirsOwnFailure() throws Exception {
        environment.remove("JAVA_HOME");
        environment.put("PATH", tools("readlink", "sh").toString());
        environment.put("WEIR_JDK_ROOTS", directory.resolve("nowhere").toString());

        Scripts.Result run = weir("run", "dir", "--", "true");

        assertThat(run.exit()).isEqualTo(125);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasLineCount(1).contains("no JDK 25 or newer");
    }

    @Test
    void worksThroughALinkAndFromAnotherDirectory() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), copy.resolve("weir"));

        Scripts.Result result = Scripts.run(Path.of("/"), environment, List.of(link.toString(), "filters", "a  b"));

        assertThat(result.exit()).isZero();
        assertThat(result.out().lines()).endsWith("filters", "a  b");
    }

    @Test
    void aClientVerbStopsAtTheFirstCompilerTierAndAServerDoesNot() throws Exception {
        assertThat(weir("filters").out()).contains("-XX:TieredStopAtLevel=1");
        assertThat(weir("run", "dir", "--", "true").out()).doesNotContain("TieredStopAtLevel");
        assertThat(weir("serve").out()).doesNotContain("TieredStopAtLevel");
    }

    @Test
    void anInstalledDistributionIsRunAsItIs() throws Exception {
        Files.delete(copy.resolve("cli/pom.xml"));

        Scripts.Result result = weir("filters");

        assertThat(result.out().lines()).contains("-Dweir.home=" + copy, copy + "/lib/weir-cli.jar");
        assertThat(builds).doesNotExist();
    }

    private Scripts.Result weir(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(copy.resolve("weir").toString()));
        command.addAll(List.of(arguments));
        return Scripts.run(directory, environment, command);
    }

    /** A directory with these tools of the system only. */
    private Path tools(String... names) throws IOException {
        Path tools = Files.createDirectories(directory.resolve("tools"));
        for (String name : names) {
            Path found = Files.exists(Path.of("/bin", name)) ? Path.of("/bin", name) : Path.of("/usr/bin", name);
            Scripts.script(tools.resolve(name), "exec " + found + " \"$@\"");
        }
        return tools;
    }
}
