package dev.weir.testkit.ownio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each row of own I/O (§3.7, and reparse and byte-range locks of §3.13) that the manager's list of rows leaves to this module has a test with its name. */
class OwnIoRowListTest {
    private static final int ROWS = 14;

    @Test
    void eachRowHasATestWithItsName() {
        List<String> names = Stream.of(
                        OwnIoRowsTest.class, OwnIoCallbackTest.class, OwnIoTeardownTest.class, OwnIoLocksTest.class)
                .flatMap(tests -> Arrays.stream(tests.getDeclaredMethods()))
                .map(method -> method.getAnnotation(DisplayName.class))
                .filter(name -> name != null)
                .map(DisplayName::value)
                .toList();
        assertThat(IntStream.rangeClosed(1, ROWS)).allSatisfy(row -> {
            Pattern named = Pattern.compile("^I" + row + "\\b");
            assertThat(names).anyMatch(name -> named.matcher(name).find());
        });
    }
}
