package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each row of the reference's tables has tests that carry its name, or a reason why it does not apply; each such test is one of a row. */
class RowListTest {
    static final List<Class<?>> TESTS = List.of(
            UnloadRowsTest.class,
            TeardownRowsTest.class,
            AttachRowsTest.class,
            OperationRowsTest.class,
            PortRowsTest.class,
            PortMessageRowsTest.class,
            PendingRowsTest.class,
            ResumeRowsTest.class,
            CancelSafeQueueRowsTest.class,
            BufferRowsTest.class,
            ContextRowsTest.class,
            NameRowsTest.class,
            NameProviderRowsTest.class,
            UnloadWaitsTest.class);

    /** Of testkit, whose own lists hold them. */
    static final List<String> TESTS_OF_TESTKIT = Stream.of("Rows", "Callback", "Teardown", "Locks")
            .map(what -> "dev.weir.testkit.ownio.OwnIo" + what + "Test")
            .toList();

    private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\d+[abc]?\\b");

    /** Of the tables that are lists of rows themselves: the unloads (§0, §9, §11). */
    private static Stream<String> unloads() {
        return Stream.concat(
                IntStream.rangeClosed(1, 42).mapToObj(row -> "U" + row), Stream.of("U10a", "U10b", "U10c"));
    }

    /** One row of a table: where it stands, and what shows it. */
    private record Row(String section, String what, String shown) {
        boolean applies() {
            return !shown.startsWith("- ");
        }

        /** Those of testkit. */
        List<String> testsOfTestkit() {
            int at = shown.indexOf("testkit ");
            String there = at < 0 ? "" : shown.substring(at);
            return NAME.matcher(there).results().map(found -> found.group()).toList();
        }

        /** Those of this module. */
        List<String> tests() {
            String here = shown.replaceFirst("(testkit|mounted) .*", "");
            return NAME.matcher(here).results().map(found -> found.group()).toList();
        }
    }

    private static List<Row> table() throws IOException {
        try (InputStream in = RowListTest.class.getResourceAsStream("rows.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> {
                        String[] cells = line.split(" \\| ", -1);
                        assertThat(cells).as(line).hasSize(3);
                        return new Row(cells[0], cells[1], cells[2]);
                    })
                    .toList();
        }
    }

    /** Every row's name that has a test in this module. */
    static Set<String> rows() throws IOException {
        var all = new TreeSet<String>();
        unloads().forEach(all::add);
        table().stream().filter(Row::applies).forEach(row -> all.addAll(row.tests()));
        return all;
    }

    /** Every row's name that has a test in testkit. */
    static Set<String> rowsOfTestkit() throws IOException {
        var all = new TreeSet<String>();
        table().stream().filter(Row::applies).forEach(row -> all.addAll(row.testsOfTestkit()));
        return all;
    }

    private static Stream<String> names() {
        return TESTS.stream()
                .flatMap(tests -> Arrays.stream(tests.getDeclaredMethods()))
                .map(method -> method.getAnnotation(DisplayName.class))
                .filter(name -> name != null)
                .map(DisplayName::value);
    }

    /** What a test's name begins with: one row or several. */
    private static List<String> rowsOf(String name) {
        Matcher head = Pattern.compile("^([A-Z]\\d+[abc]?)(, [A-Z]\\d+[abc]?)*").matcher(name);
        return head.find()
                ? NAME.matcher(head.group())
                        .results()
                        .map(found -> found.group())
                        .toList()
                : List.of();
    }

    @Test
    void eachRowHasATestWithItsName() throws IOException {
        List<String> names = names().toList();
        assertThat(rows()).allSatisfy(row -> {
            Pattern named = Pattern.compile("\\b" + row + "\\b");
            assertThat(names).anyMatch(name -> named.matcher(name).find());
        });
    }

    @Test
    void eachTestWithARowsNameIsListed() throws IOException {
        assertThat(rows())
                .containsAll(names().flatMap(name -> rowsOf(name).stream()).toList());
    }

    @Test
    void eachRowHasTestsOrAReason() throws IOException {
        assertThat(table()).allSatisfy(row -> {
            boolean elsewhere = row.shown().matches(".*\\b(testkit|mounted) \\S.*");
            assertThat(
                            row.applies()
                                    ? !row.tests().isEmpty() || elsewhere
                                    : row.shown().length() > 20)
                    .isTrue();
        });
    }

    @Test
    void eachTableHasItsRows() throws IOException {
        List<String> sections = table().stream().map(Row::section).toList();
        assertThat(sections)
                .contains("3.5", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13")
                .contains("4.1", "4.2", "4.3", "4.4");
    }
}
