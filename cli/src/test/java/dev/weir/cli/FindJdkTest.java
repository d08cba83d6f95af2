package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .mvn/find-jdk.sh}: which JDK the build and the command run on. */
class FindJdkTest {
    @TempDir
    Path directory;

    private Path roots;
    private Path bin;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void anEnvironmentWithoutJava() throws IOException {
        roots = Files.createDirectory(directory.resolve("usual place"));
        bin = Files.createDirectory(directory.resolve("bin"));
        environment.put("PATH", bin.toString());
        environment.put("HOME", directory.toString());
        environment.put("WEIR_JDK_ROOTS", directory.resolve("empty") + ":" + roots);
    }

    @Test
    void takesAJavaHomeThatIsNewEnough() throws Exception {
        Path home = Scripts.jdk(directory.resolve("mine"), "26.0.1");
        Scripts.jdk(roots.resolve("25"), "25.0.3");
        environment.put("JAVA_HOME", home.toString());

        assertFinds(home);
    }

    @Test
    void passesOverAnOldJavaHomeAndAnOldJavaOnThePath() throws Exception {
        Path old = Scripts.jdk(directory.resolve("old"), "17.0.15");
        Path home = Scripts.jdk(roots.resolve("25"), "25.0.3");
        environment.put("JAVA_HOME", old.toString());
        environment.put("PATH", old.resolve("bin").toString());

        assertFinds(home);
    }

    @Test
    void looksIntoTheUsualPlacesWhereThereIsNoJavaAtAll() throws Exception {
        assertFinds(Scripts.jdk(roots.resolve("25"), "25"));
    }

    @Test
    void followsTheLinkOnThePathToItsJdk() throws Exception {
        Path home = Scripts.jdk(directory.resolve("elsewhere"), "25.0.3");
        Files.createSymbolicLink(bin.resolve("java"), home.resolve("bin/java"));
        environment.put("PATH", bin + ":/usr/bin:/bin");

        assertFinds(home.toRealPath());
    }

    @Test
    void asksAWrapperScriptOnThePathForItsJdk() throws Exception {
        Path home = Scripts.jdk(directory.resolve("shimmed"), "25.0.3");
        Scripts.script(bin.resolve("java"), "echo 'Property settings:' >&2", "echo '    java.home = " + home + "' >&2");

        assertFinds(home);
    }

    @Test
    void prefersTheVersionThatWeirIsBuiltForToANewerOne() throws Exception {
        Scripts.jdk(roots.resolve("a-newer-one"), "27-ea");
        Path home = Scripts.jdk(roots.resolve("the-right-one"), "25.0.3");

        assertFinds(home);
    }

    @Test
    void takesANewerOneWhereThatIsAll() throws Exception {
        Scripts.jdk(roots.resolve("8"), "1.8.0_452");
        assertFinds(Scripts.jdk(roots.resolve("ea"), "27-ea"));
    }

    @Test
    void takesNoRuntimeWithoutACompiler() throws Exception {
        Path home = Scripts.jdk(roots.resolve("jre"), "25.0.3");
        Files.delete(home.resolve("bin/javac"));

        assertThat(find().exit()).isEqualTo(3);
    }

    @Test
    void saysInOneLineWhatIsMissingAndHowToGetIt() throws Exception {
        Scripts.jdk(roots.resolve("17"), "17.0.15");

        Scripts.Result result = find();

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).hasLineCount(1).contains("no JDK 25 or newer", roots.toString(), "apt-get", "sdk");
    }

    @Test
    void theWrapperSaysTheSame() throws Exception {
        Path old = Scripts.jdk(directory.resolve("old"), "17.0.15");
        environment.put("PATH", old.resolve("bin") + ":/usr/bin:/bin");

        Path repository = Scripts.repository();
        Scripts.Result result = Scripts.run(
                directory,
                environment,
                List.of("/bin/sh", repository.resolve("mvnw").toString(), "-v"));

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).hasLineCount(1).contains("no JDK 25 or newer");
    }

    private void assertFinds(Path home) throws Exception {
        assertThat(find()).isEqualTo(new Scripts.Result(0, home + "\n", ""));
    }

    private Scripts.Result find() throws Exception {
        String script = Scripts.repository().resolve(".mvn/find-jdk.sh").toString();
        return Scripts.run(directory, environment, List.of("/bin/sh", script));
    }
}
