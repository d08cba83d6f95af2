package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code on the page is the code that is tested. */
class WritingAFilterTest {
    @ParameterizedTest
    @ValueSource(strings = {"HelloFilter.java", "HelloFilterTest.java"})
    void thePageShowsCodeThatRuns(String file) throws IOException {
        String page = Files.readString(Path.of("../docs/writing-a-filter.md"));
        String code = Files.readString(Path.of("src/test/java/hello", file));
        assertThat(page).contains("```java\n" + code + "```\n");
    }

    @Test
    void thePageAboutContextsShowsCodeThatRuns() throws IOException {
        String page = Files.readString(Path.of("../docs/contexts.md"));
        String code = Files.readString(Path.of("src/test/java/tally/TallyFilter.java"));
        assertThat(page).contains("```java\n" + code + "```\n");
    }

    @Test
    void thePageAboutTheVerifierShowsItsBadFilterAndWhatIsFound() throws Exception {
        String page = Files.readString(Path.of("../docs/verifier.md"));
        String code = Files.readString(Path.of("src/test/java/bad/BadFilter.java"));
        assertThat(page).contains("```java\n" + code + "```\n");
        VerificationReport report = new Verification(
                        FilterHarness.definition("bad", "385100"), new MapConfiguration(Map.of()))
                .run(FilterCodeSource.of(bad.BadFilter::new));
        assertThat(report.violations()).hasSize(3).allSatisfy(found -> {
            assertThat(page)
                    .contains("    " + found.rule().id() + ": " + found.what() + " (" + found.count() + " times)\n");
            found.detail().forEach(line -> assertThat(page).contains("        " + line + "\n"));
        });
    }
}
