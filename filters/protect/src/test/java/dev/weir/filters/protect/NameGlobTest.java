package dev.weir.filters.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.FileName;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameGlobTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "a, a, true",
                "a, A, false",
                "a, ab, false",
                "*, \"\", true",
                "*, anything, true",
                "*.key, a.key, true",
                "*.key, .key, true",
                "*.key, a.keys, false",
                "a*b*c, aXbYbZc, true",
                "a*b*c, aXcYb, false",
                "**, ab, true",
                "?, a, true",
                "?, \"\", false",
                "?, ä, true",
                "?, 😀, true",
                "??, a, false",
                "[abc], b, true",
                "[abc], d, false",
                "[a-c]x, bx, true",
                "[!a-c], d, true",
                "[!a-c], a, false",
                "[^a-c], a, false",
                "[]a], ], true",
                "[!]a], b, true",
                "[!]a], ], false",
                "[a-], -, true",
                "[ä-ö], é, true",
                "\\*, *, true",
                "\\*, a, false",
                "\\[a], [a], true",
                "a?*, ab, true",
                "a?*, a, false",
            })
    void matches(String pattern, String name, boolean expected) {
        assertThat(NameGlob.of(pattern).matches(name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[a", "[]", "[!]", "a\\", "[z-a]"})
    void refusesWhatIsNoPattern(String pattern) {
        assertThatThrownBy(() -> NameGlob.of(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aByteThatIsNoTextIsACharacterOfItsOwn() {
        String latin = FileName.of(new byte[] {'a', (byte) 0xE4, 'b'}).text();
        assertThat(NameGlob.of("a?b").matches(latin)).isTrue();
        assertThat(NameGlob.of("a??b").matches(latin)).isFalse();
        assertThat(NameGlob.of("aäb").matches(latin)).isFalse();
        assertThat(NameGlob.of(latin).matches(latin)).isTrue();
    }

    @Test
    @Timeout(60)
    void manyStarsTakeNoTimeWorthTelling() {
        NameGlob glob = NameGlob.of("*a".repeat(60) + "b");
        String name = "a".repeat(255);
        for (int i = 0; i < 1000; i++) {
            assertThat(glob.matches(name)).isFalse();
        }
    }

    @Test
    void agreesWithARegularExpression() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random, "ab*?", 6);
            String name = text(random, "ab", 8);
            String expression = pattern.replace("*", ".*").replace("?", ".");
            assertThat(NameGlob.of(pattern).matches(name))
                    .as("%s on %s", pattern, name)
                    .isEqualTo(Pattern.matches(expression, name));
        }
    }

    private static String text(Random random, String alphabet, int maximum) {
        return random.ints(random.nextInt(maximum + 1), 0, alphabet.length())
                .mapToObj(i -> alphabet.substring(i, i + 1))
                .reduce("", String::concat);
    }
}
