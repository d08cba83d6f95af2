package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileNameTest {

    @Test
    void textOfUtf8IsThatText() {
        FileName name = FileName.of("naïve 漢字 😀".getBytes(StandardCharsets.UTF_8));
        assertThat(name.text()).isEqualTo("naïve 漢字 😀");
        assertThat(FileName.of(name.text())).isEqualTo(name);
    }

    @Test
    void bytesThatAreNoUtf8SurviveTheWayThroughText() {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            FileName name = FileName.of(bytes);
            assertThat(FileName.of(name.text()).bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void aCutSequenceAndALoneByteAreShownAsLoneSurrogates() {
        assertThat(FileName.of(new byte[] {'a', (byte) 0xFF, 'b'}).text()).isEqualTo("a\uDCFFb");
        assertThat(FileName.of(new byte[] {(byte) 0xE6, (byte) 0xBC}).text()).isEqualTo("\uDCE6\uDCBC");
    }

    @Test
    void pathsAreNamesBetweenSlashes() {
        assertThat(FilePath.of("/a//b/").names()).extracting(FileName::text).containsExactly("a", "b");
        assertThat(FilePath.of("").isRoot()).isTrue();
        assertThat(FilePath.root()).hasToString(".");
        assertThat(FilePath.root().resolve(FileName.of("a")).resolve(FileName.of("b")))
                .hasToString("a/b");
    }

    @Test
    void namesCompareByUnsignedBytes() {
        assertThat(FileName.of(new byte[] {(byte) 0xFF})).isGreaterThan(FileName.of("z"));
        assertThat(FileName.of("a")).isLessThan(FileName.of("ab"));
    }

    @Test
    void onlyOneOrTwoDotsAreDots() {
        assertThat(FileName.of(".").isDots()).isTrue();
        assertThat(FileName.of("..").isDots()).isTrue();
        for (String name : new String[] {"", "...", "a", ".a", "a.", "ab"}) {
            assertThat(FileName.of(name).isDots()).as(name).isFalse();
        }
    }
}
