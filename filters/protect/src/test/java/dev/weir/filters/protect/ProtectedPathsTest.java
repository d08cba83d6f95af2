package dev.weir.filters.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.FilePath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectedPathsTest {
    @ParameterizedTest
    @CsvSource({
        "*.key, a.key, true",
        "*.key, deep/down/a.key, true",
        "*.key, a.key/below, true",
        "/*.key, a.key, true",
        "/*.key, deep/a.key, false",
        "conf, x/conf/y/z, true",
        "conf/, x/conf/y/z, true",
        "conf, config, false",
        "etc/passwd, etc/passwd, true",
        "etc/passwd, x/etc/passwd, false",
        "etc/passwd, etc, false",
        "etc/*, etc/x, true",
        "etc/*, etc, false",
        "etc/**, etc/x/y, true",
        "etc/**, etc, false",
        "**/keys/*.pem, keys/a.pem, true",
        "**/keys/*.pem, x/y/keys/a.pem, true",
        "**/keys/*.pem, x/keys/y/a.pem, false",
        "a/**/b, a/b, true",
        "a/**/b, a/x/y/b, true",
        "a/**/**/b, a/b, true",
        "a/**/b, a/x, false",
        "**, a, true",
        "**, ., false",
        "*, ., false",
        "a\\*b, a*b, true"
    })
    void cover(String glob, String path, boolean expected) {
        assertThat(ProtectedPaths.of(List.of(glob)).cover(path(path))).isEqualTo(expected);
    }

    private static FilePath path(String text) {
        return text.equals(".") ? FilePath.root() : FilePath.of(text);
    }

    @ParameterizedTest
    @CsvSource({
        "*.key, a, b, true",
        "a/*.key, a, b, false",
        "a/*.key, b, a, false",
        "a/*.key, b, c, true",
        "a/b/*.key, a/b, a/c, false",
        "*/b/*.key, x, y, true",
        "**/keys/*.pem, x, y, true",
        "**/keys/*.pem, x/keys, x/open, false",
        "**/keys/*.pem, x/keys, y/keys, true"
    })
    void areAlikeBelow(String glob, String from, String to, boolean expected) {
        assertThat(ProtectedPaths.of(List.of(glob)).areAlikeBelow(path(from), path(to)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a//b", "//a", "../a", "a/./b", "a/..", "[", "a/[b"})
    void refusesWhatIsNoGlobAndNamesIt(String glob) {
        assertThatThrownBy(() -> ProtectedPaths.of(List.of("fine", glob)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + glob + "' is not a glob: ");
    }

    @Test
    void refusesAGlobOfTooManyNames() {
        assertThatThrownBy(() -> ProtectedPaths.of(List.of("a/".repeat(70) + "b")))
                .hasMessageContaining("more than 62 names");
    }

    @Test
    @Timeout(60)
    void manyDoubleStarsTakeNoTimeWorthTelling() {
        var paths = ProtectedPaths.of(List.of("**/a/".repeat(15) + "**/b"));
        FilePath deep = FilePath.of("a/".repeat(200));
        for (int i = 0; i < 1000; i++) {
            assertThat(paths.cover(deep)).isFalse();
        }
    }
}
