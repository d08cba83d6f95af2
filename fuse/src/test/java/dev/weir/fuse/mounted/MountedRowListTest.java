package dev.weir.fuse.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each row of the manager's tables that this list is about has a test on a real mount or socket that carries its name, or a reason why nobody outside can see it. */
class MountedRowListTest {
    private static final Pattern NAME = Pattern.compile("\\b[NGWQBCIMP]\\d+\\b");

    private record Entry(List<String> rows, String where) {}

    private static List<String> rowsIn(String text) {
        return NAME.matcher(text).results().map(MatchResult::group).toList();
    }

    private static List<Entry> entries() throws IOException {
        try (InputStream in = MountedRowListTest.class.getResourceAsStream("rows.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", -1))
                    .map(cells -> new Entry(List.of(cells[0].split(" ", -1)), cells[1]))
                    .toList();
        }
    }

    /** The folder that all modules are in. */
    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
        }
        return at;
    }

    private static String source(String className) throws IOException {
        for (String module : List.of("fuse", "service")) {
            try (Stream<Path> files = Files.walk(root().resolve(module).resolve("src/test/java"))) {
                List<Path> found = files.filter(
                                file -> file.getFileName().toString().equals(className + ".java"))
                        .toList();
                if (!found.isEmpty()) {
                    return Files.readString(found.getFirst());
                }
            }
        }
        throw new AssertionError("there is no " + className);
    }

    @Test
    void eachRowIsSeenByATestWithItsNameOrHasAReason() throws IOException {
        for (Entry entry : entries()) {
            if (entry.where().startsWith("- ")) {
                assertThat(entry.where()).hasSizeGreaterThan(20);
                continue;
            }
            var named = new TreeSet<String>();
            Pattern.compile("@DisplayName\\(\\s*\"([^\":]*):")
                    .matcher(source(entry.where()))
                    .results()
                    .forEach(name -> named.addAll(List.of(name.group(1).split(", ", -1))));
            assertThat(named).as(entry.where()).containsAll(entry.rows());
        }
    }

    @Test
    void theListHasEveryRowOnce() throws IOException {
        var listed = new ArrayList<String>();
        entries().forEach(entry -> listed.addAll(entry.rows()));
        assertThat(listed).doesNotHaveDuplicates();
        Path table = root().resolve("manager/src/test/resources/dev/weir/manager/conformance/rows.txt");
        Set<String> rows = new TreeSet<>();
        for (String line : Files.readAllLines(table)) {
            if (!line.startsWith("#") && line.contains(" | ")) {
                rows.addAll(rowsIn(line.substring(line.lastIndexOf(" | "))));
            }
        }
        assertThat(rows).isNotEmpty();
        assertThat(listed).containsAll(rows);
    }
}
