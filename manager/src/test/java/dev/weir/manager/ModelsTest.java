package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models in docs/models: they hold, and each seeded mistake is found. */
@Tag("load")
class ModelsTest {
    @TempDir
    Path temporary;

    private static boolean isInstalled(String tool) {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    @Test
    void theModelsHoldAndTheirSeededMistakesAreFound() throws Exception {
        assumeTrue(isInstalled("spin") && isInstalled("gcc"), "spin or gcc is missing: apt-get install spin gcc");
        Path output = temporary.resolve("output");
        Path root = Path.of("").toAbsolutePath();
        Path check = root.resolve("docs/models/check");
        Process process = new ProcessBuilder(
                        Files.exists(check)
                                ? check.toString()
                                : root.resolveSibling("docs/models/check").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(15, TimeUnit.MINUTES)).as("ended").isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
            assertThat(Files.readString(output)).contains("holds: teardown").doesNotContain("FAILED");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
