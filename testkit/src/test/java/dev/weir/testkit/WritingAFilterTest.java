package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
