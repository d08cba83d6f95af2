package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code on the page about names is the code that is tested. */
class NamesPageTest {
    @ParameterizedTest
    @ValueSource(strings = {"WhereFilter.java", "ShelfFilter.java", "NamesTest.java"})
    void thePageShowsCodeThatRuns(String file) throws IOException {
        String page = Files.readString(Path.of("../docs/names.md"));
        String code = Files.readString(Path.of("src/test/java/hello", file));
        assertThat(page).contains("```java\n" + code + "```\n");
    }
}
