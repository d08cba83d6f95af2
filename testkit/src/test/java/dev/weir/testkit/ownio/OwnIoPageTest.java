package dev.weir.testkit.ownio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code on the page is the code that is tested. */
class OwnIoPageTest {
    @ParameterizedTest
    @ValueSource(strings = {"VersionsFilter.java", "VersionsFilterTest.java"})
    void thePageShowsCodeThatRuns(String file) throws IOException {
        String page = Files.readString(Path.of("../docs/own-io.md"));
        String code = Files.readString(Path.of("src/test/java/versions", file));
        assertThat(page).contains("```java\n" + code + "```\n");
    }
}
