package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each row of the reference's table that is built has a test that carries its name. */
class RowListTest {
    static final List<Class<?>> TESTS = List.of(
            UnloadRowsTest.class,
            TeardownRowsTest.class,
            AttachRowsTest.class,
            OperationRowsTest.class,
            PortRowsTest.class,
            PortMessageRowsTest.class,
            PendingRowsTest.class,
            BufferRowsTest.class);

    private static Stream<String> rows(String letter, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(row -> letter + row);
    }

    static Stream<String> rows() {
        return Stream.of(
                        rows("U", 1, 12),
                        Stream.of("U10a", "U10b", "U10c"),
                        rows("U", 13, 13),
                        rows("U", 15, 19),
                        rows("U", 21, 42),
                        rows("A", 1, 5),
                        rows("O", 1, 8),
                        rows("P", 1, 3))
                .flatMap(row -> row);
    }

    @Test
    void eachRowHasATestWithItsName() {
        List<String> names = TESTS.stream()
                .flatMap(tests -> Stream.of(tests.getDeclaredMethods()))
                .map(method -> method.getAnnotation(DisplayName.class))
                .filter(name -> name != null)
                .map(DisplayName::value)
                .toList();
        assertThat(rows()).allSatisfy(row -> {
            Pattern named = Pattern.compile("\\b" + row + "\\b");
            assertThat(names).anyMatch(name -> named.matcher(name).find());
        });
    }
}
