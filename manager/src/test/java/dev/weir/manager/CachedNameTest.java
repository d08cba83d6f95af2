package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FileName;
import dev.weir.FileNameFormat;
import dev.weir.FileNameInformation;
import dev.weir.FilePath;
import dev.weir.FileType;
import dev.weir.manager.conformance.Rigs;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remembered of names, and for whom it is right. */
class CachedNameTest {
    private static final FileNameFormat OPENED = FileNameFormat.OPENED;
    private static final FileNameFormat NORMALIZED = FileNameFormat.NORMALIZED;

    private static FileNameInformation name(FileNameFormat format, String path, boolean unlinked) {
        return new FileNameInformation(format, "volume", FilePath.of(path), unlinked);
    }

    private static @Nullable FileNameInformation find(
            @Nullable CachedName list, FileNameFormat format, long version, long provider) {
        return CachedName.find(list, format, version, provider, false);
    }

    @Test
    void aNameIsFoundForItsVersionProviderFormatAndState() {
        FileNameInformation given = name(OPENED, "a/b", false);
        CachedName list = CachedName.with(null, given, 4, 1);

        assertThat(find(list, OPENED, 4, 1)).isSameAs(given);
        assertThat(find(list, OPENED, 6, 1)).as("another version").isNull();
        assertThat(find(list, OPENED, 4, 2)).as("another provider").isNull();
        assertThat(find(list, NORMALIZED, 4, 1)).as("another format").isNull();
        assertThat(CachedName.find(list, OPENED, 4, 1, true)).as("unlinked").isNull();
        assertThat(find(null, OPENED, 4, 1)).isNull();
    }

    @Test
    void anUnlinkedNameIsFoundAsSuchOnly() {
        FileNameInformation gone = name(OPENED, "a", true);
        CachedName list = CachedName.with(null, gone, 4, 1);

        assertThat(CachedName.find(list, OPENED, 4, 1, true)).isSameAs(gone);
        assertThat(find(list, OPENED, 4, 1)).isNull();
    }

    @Test
    void otherFormatsAndProvidersStayBesideANewName() {
        FileNameInformation opened = name(OPENED, "a", false);
        FileNameInformation normalized = name(NORMALIZED, "b", false);
        FileNameInformation providers = name(OPENED, "c", false);

        CachedName list = CachedName.with(null, opened, 4, 1);
        list = CachedName.with(list, normalized, 4, 1);
        list = CachedName.with(list, providers, 4, 2);

        assertThat(find(list, OPENED, 4, 1)).isSameAs(opened);
        assertThat(find(list, NORMALIZED, 4, 1)).isSameAs(normalized);
        assertThat(find(list, OPENED, 4, 2)).isSameAs(providers);
    }

    @Test
    void aNewNameTakesThePlaceOfTheSameProvidersInTheSameFormat() {
        CachedName list = CachedName.with(null, name(OPENED, "gone", true), 4, 1);
        FileNameInformation next = name(OPENED, "next", false);

        list = CachedName.with(list, next, 4, 1);

        assertThat(find(list, OPENED, 4, 1)).isSameAs(next);
        assertThat(CachedName.find(list, OPENED, 4, 1, true)).isNull();
    }

    @Test
    void whatIsOutOfDateIsDroppedByTheNextName() {
        CachedName list = CachedName.with(null, name(OPENED, "a", false), 4, 1);

        list = CachedName.with(list, name(OPENED, "a", false), 6, 2);

        assertThat(find(list, OPENED, 4, 1)).isNull();
        assertThat(find(list, OPENED, 6, 2)).isNotNull();
    }

    @Test
    void fourAreKeptTheNewestAmongThem() {
        CachedName list = null;
        for (long provider = 1; provider <= 4; provider++) {
            list = CachedName.with(list, name(OPENED, "p" + provider, false), 4, provider);
        }
        assertThat(found(list)).containsExactly(1L, 2L, 3L, 4L);

        list = CachedName.with(list, name(OPENED, "p5", false), 4, 5);

        assertThat(found(list)).hasSize(4).contains(5L);
    }

    private static List<Long> found(@Nullable CachedName list) {
        return LongStream.rangeClosed(1, 5)
                .filter(provider -> find(list, OPENED, 4, provider) != null)
                .boxed()
                .toList();
    }

    @Test
    void anEntrysNameIsThatOfItsDirectoryAndItsBytes() {
        try (var rig = Rigs.quiet()) {
            FileNodeObject root = rig.volume().root();
            FileNodeObject other = rig.volume().nodes().obtain(1, 99, 0, FileType.DIRECTORY, "other");
            var entry = new EntryName(root, FileName.of("a"));

            assertThat(entry.is(root, FileName.of("a"))).isTrue();
            assertThat(entry.is(root, FileName.of("b"))).isFalse();
            assertThat(entry.is(other, FileName.of("a"))).isFalse();
        }
    }
}
