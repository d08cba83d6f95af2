package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.DirectoryListing;
import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.FilterUnloadCallback;
import dev.weir.ListingEditor;
import dev.weir.Registration;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.UnloadResult.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings that filters edit, in parts of any size, from any offset that a program was told. */
class ListingEditorTest {
    private final FilterHarness harness = new FilterHarness();

    @BeforeEach
    void make() {
        for (int i = 0; i < 40; i++) {
            harness.create("file" + i);
        }
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private void load(String name, String altitude, ListingEditor editor) throws Exception {
        harness.load(
                name,
                altitude,
                () -> manager -> Registration.builder()
                        .unload(FilterUnloadCallback.ALWAYS)
                        .listing(editor)
                        .build(),
                Map.of());
    }

    private List<DirectoryEntry> part(FileHandleObject handle, long offset, int room) {
        return DirectoryEntry.all(harness.readdir(handle, offset, room).orFail().bytes());
    }

    private List<DirectoryEntry> from(FileHandleObject handle, long offset, int room) {
        var all = new ArrayList<DirectoryEntry>();
        List<DirectoryEntry> part = part(handle, offset, room);
        while (!part.isEmpty()) {
            all.addAll(part);
            part = part(handle, part.getLast().next(), room);
        }
        return all;
    }

    private static List<String> names(List<DirectoryEntry> entries) {
        return entries.stream().map(DirectoryEntry::name).toList();
    }

    private static boolean isOdd(DirectoryListing listing) {
        String name = listing.name().text();
        return name.startsWith("file") && Integer.parseInt(name.substring(4)) % 2 == 1;
    }

    private static void dropOdd(DirectoryListing listing) {
        while (listing.next()) {
            if (isOdd(listing)) {
                listing.drop();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 64, 100, 333, 4096})
    void hiddenNamesAreNotThereInPartsOfAnySizeAndMoveNoOffset(int room) throws Exception {
        FileHandleObject handle = harness.opendir("").orFail().handle();
        var offsets = new HashMap<String, Long>();
        from(handle, 0, 4096).forEach(entry -> offsets.put(entry.name(), entry.next()));
        load("hide", "3000", (listing, data) -> dropOdd(listing));
        List<DirectoryEntry> all = from(handle, 0, room);
        assertThat(names(all))
                .hasSize(22)
                .contains(".", "..", "file0", "file38")
                .doesNotContain("file1", "file39");
        assertThat(all).allSatisfy(entry -> assertThat(entry.next()).isEqualTo(offsets.get(entry.name())));
        for (int i = 0; i < all.size(); i++) {
            assertThat(names(from(handle, all.get(i).next(), room)))
                    .isEqualTo(names(all).subList(i + 1, all.size()));
        }
        // Also from the offset of one that is hidden.
        assertThat(names(from(handle, offsets.get("file39"), room))).doesNotContain("file39");
        harness.release(handle);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 64, 4096})
    void whereAllOfAPartIsHiddenTheNextOneIsReadSoThatTheListingDoesNotEndEarly(int room) throws Exception {
        load("hide", "3000", (listing, data) -> {
            while (listing.next()) {
                if (!listing.name().text().equals("file39")) {
                    listing.drop();
                }
            }
        });
        FileHandleObject handle = harness.opendir("").orFail().handle();
        assertThat(names(from(handle, 0, room))).containsExactly("file39");
        harness.release(handle);
        load("rest", "4000", (listing, data) -> {
            while (listing.next()) {
                listing.drop();
            }
        });
        assertThat(harness.list("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {48, 64, 100, 4096})
    void addedNamesComeOnceAtTheEndWithOffsetsOfTheirOwn(int room) throws Exception {
        load("add", "3000", (listing, data) -> {
            for (int key = 0; listing.isAtEnd() && key < 7; key++) {
                if (!listing.add(key * 10, FileName.of("added" + key), 1000 + key, FileType.REGULAR)) {
                    return;
                }
            }
        });
        load("more", "4000", (listing, data) -> {
            dropOdd(listing);
            if (listing.isAtEnd() && listing.add(3, FileName.of("more3"), 1, FileType.DIRECTORY)) {
                listing.add(4, FileName.of("more4"), 2, FileType.DIRECTORY);
            }
        });
        FileHandleObject handle = harness.opendir("").orFail().handle();
        List<DirectoryEntry> all = from(handle, 0, room);
        assertThat(names(all))
                .hasSize(22 + 7 + 2)
                .doesNotHaveDuplicates()
                .endsWith("added0", "added1", "added2", "added3", "added4", "added5", "added6", "more3", "more4");
        assertThat(all).extracting(DirectoryEntry::next).doesNotHaveDuplicates().allMatch(next -> next > 0);
        for (int i = 0; i < all.size(); i++) {
            assertThat(names(from(handle, all.get(i).next(), room)))
                    .isEqualTo(names(all).subList(i + 1, all.size()));
        }
        long added = all.get(all.size() - 4).next();
        assertThat(harness.unload("add").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(names(from(handle, added, room))).containsExactly("more3", "more4");
        assertThat(harness.unload("more").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(from(handle, added, room)).isEmpty();
        harness.release(handle);
    }

    @ParameterizedTest
    @ValueSource(ints = {88, 100, 200, 4096})
    void changedNamesMayBeLongerOrShorter(int room) throws Exception {
        load("rename", "3000", (listing, data) -> {
            while (listing.next()) {
                String name = listing.name().text();
                if (!listing.isDots()) {
                    int number = Integer.parseInt(name.substring(4));
                    listing.setName(FileName.of(number % 3 == 0 ? "x" + number : name + "-".repeat(number)));
                    listing.setInode(5000 + number);
                    listing.setType(FileType.FIFO);
                }
            }
        });
        FileHandleObject handle = harness.opendir("").orFail().handle();
        List<DirectoryEntry> all = from(handle, 0, room);
        assertThat(names(all))
                .hasSize(42)
                .doesNotHaveDuplicates()
                .contains("x0", "x39", "file1-", "file38" + "-".repeat(38));
        assertThat(all.getLast().inode()).isGreaterThanOrEqualTo(5000);
        assertThat(all.getLast().type()).isEqualTo(FileType.FIFO.bits() >>> 12);
        harness.release(handle);
    }

    @Test
    void aRoomForNotEvenOneEntryIsAnErrorAsForAnyListing() throws Exception {
        load("rename", "3000", (listing, data) -> {
            while (listing.next()) {
                if (!listing.isDots()) {
                    listing.setName(FileName.of("y".repeat(200)));
                }
            }
        });
        FileHandleObject handle = harness.opendir("").orFail().handle();
        long behindDots = part(handle, 0, 64).getLast().next();
        assertThat(harness.readdir(handle, behindDots, 64).errno()).isEqualTo(Errno.EINVAL);
        assertThat(part(handle, behindDots, 224)).hasSize(1);
        harness.release(handle);
    }

    @Test
    void whatIsNotLookedAtStaysAndNothingIsTouched() throws Exception {
        load("first", "3000", (listing, data) -> {
            if (listing.next() && listing.isDots()) {
                listing.drop();
            }
        });
        FileHandleObject handle = harness.opendir("").orFail().handle();
        assertThat(names(from(handle, 0, 4096))).hasSize(41).startsWith("..");
        harness.release(handle);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomEditsAreWhatAModelSays(long seed) throws Exception {
        var random = new Random(seed);
        var renamed = new TreeMap<String, String>();
        for (int i = 0; i < 40; i++) {
            switch (random.nextInt(4)) {
                case 0 -> renamed.put("file" + i, "");
                case 1 -> renamed.put("file" + i, "r" + i + "z".repeat(random.nextInt(120)));
                case 2 -> renamed.put("file" + i, "r" + i);
                default -> renamed.put("file" + i, "file" + i);
            }
        }
        int added = random.nextInt(5);
        load("edit", "3000", (listing, data) -> {
            while (listing.next()) {
                String to = renamed.get(listing.name().text());
                if (to == null || to.isEmpty()) {
                    listing.drop();
                } else {
                    listing.setName(FileName.of(to));
                }
            }
            for (int i = 0; listing.isAtEnd() && i < added; i++) {
                listing.add(i, FileName.of("added" + i), 1, FileType.REGULAR);
            }
        });
        var expected = new ArrayList<>(renamed.values());
        expected.removeIf(String::isEmpty);
        for (int i = 0; i < added; i++) {
            expected.add("added" + i);
        }
        FileHandleObject handle = harness.opendir("").orFail().handle();
        for (int round = 0; round < 10; round++) {
            List<DirectoryEntry> all = from(handle, 0, 160 + random.nextInt(1000));
            assertThat(names(all)).containsExactlyInAnyOrderElementsOf(expected);
            int at = random.nextInt(all.size());
            assertThat(names(from(handle, all.get(at).next(), 160 + random.nextInt(300))))
                    .isEqualTo(names(all).subList(at + 1, all.size()));
        }
        harness.release(handle);
    }
}
