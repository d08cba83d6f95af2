package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.FileType;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryNamesTest {
    private static final int NOREPLACE = 1;
    private static final int EXCHANGE = 2;
    private static final int WHITEOUT = 4;

    private final FilterHarness harness = new FilterHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    private void file(String path, String text) {
        var handle = harness.create(path).orFail().handle();
        harness.write(handle, 0, text).orFail();
        harness.close(handle).orFail();
    }

    private String text(String path) {
        var handle = harness.open(path, 0).orFail().handle();
        String text = harness.read(handle, 0, 1000).text();
        harness.close(handle).orFail();
        return text;
    }

    private int links(String path) {
        return harness.getattr(path).attributes().links();
    }

    @Test
    void creationsGetTypeModeOwnerAndLinks() {
        harness.caller(1, 1, 7, 8);
        harness.mkdir("d").orFail();
        harness.mknod("d/fifo", FileType.FIFO.bits() | 0666, 0).orFail();
        harness.symlink("target", "d/s").orFail();
        var directory = harness.getattr("d").attributes();
        assertThat(directory.mode()).isEqualTo(040755);
        assertThat(directory.userId()).isEqualTo(7);
        assertThat(directory.groupId()).isEqualTo(8);
        assertThat(directory.links()).isEqualTo(2);
        assertThat(harness.getattr("d/fifo").attributes().mode()).isEqualTo(010644);
        assertThat(harness.getattr("d/s").attributes().mode()).isEqualTo(0120777);
        assertThat(harness.getattr("d/s").attributes().size()).isEqualTo(6);
        assertThat(harness.readlink("d/s").text()).isEqualTo("target");
        assertThat(harness.list("d")).containsExactly("fifo", "s");
    }

    @Test
    void aDirectoryWithSetGroupIdPassesItsGroupOn() {
        harness.mkdir("d");
        harness.chown("d", 0, 77);
        harness.chmod("d", 02775);
        harness.mkdir("d/e");
        assertThat(harness.getattr("d/e").attributes().groupId()).isEqualTo(77);
        assertThat(harness.getattr("d/e").attributes().mode()).isEqualTo(042755);
    }

    @Test
    void subdirectoriesCountAsLinks() {
        harness.mkdir("d");
        harness.mkdir("d/e");
        harness.mkdir("f");
        assertThat(links("d")).isEqualTo(3);
        harness.rename("d/e", "f/e").orFail();
        assertThat(links("d")).isEqualTo(2);
        assertThat(links("f")).isEqualTo(3);
        harness.rmdir("f/e").orFail();
        assertThat(links("f")).isEqualTo(2);
    }

    @Test
    void hardLinksAreOneFile() {
        file("a", "text");
        harness.link("a", "b").orFail();
        assertThat(links("b")).isEqualTo(2);
        assertThat(harness.getattr("a").attributes().inode())
                .isEqualTo(harness.getattr("b").attributes().inode());
        harness.unlink("a").orFail();
        assertThat(text("b")).isEqualTo("text");
        assertThat(links("b")).isEqualTo(1);
        harness.mkdir("d");
        assertThat(harness.link("d", "e").errno()).isEqualTo(Errno.EPERM);
        assertThat(harness.link("b", "d").errno()).isEqualTo(Errno.EEXIST);
    }

    @Test
    void anUnlinkedFileLivesAsLongAsItIsOpen() {
        var handle = harness.create("a").handle();
        harness.unlink("a").orFail();
        harness.write(handle, 0, "still").orFail();
        assertThat(harness.read(handle, 0, 10).text()).isEqualTo("still");
        assertThat(harness.base().openFiles()).isEqualTo(1);
        harness.close(handle);
        assertThat(harness.base().openFiles()).isZero();
    }

    @Test
    void aTemporaryFileHasNoName() {
        var result = harness.tmpfile("").orFail();
        assertThat(result.attributes().links()).isZero();
        assertThat(harness.list("")).isEmpty();
        harness.close(result.handle());
    }

    @Test
    void removingAsksForTheRightType() {
        harness.mkdir("d");
        file("d/f", "");
        assertThat(harness.rmdir("d").errno()).isEqualTo(Errno.ENOTEMPTY);
        assertThat(harness.unlink("d").errno()).isEqualTo(Errno.EISDIR);
        assertThat(harness.rmdir("d/f").errno()).isEqualTo(Errno.ENOTDIR);
        assertThat(harness.create("d/f/g").errno()).isEqualTo(Errno.ENOTDIR);
        assertThat(harness.mkdir("d").errno()).isEqualTo(Errno.EEXIST);
        assertThat(harness.mkdir("x".repeat(256)).errno()).isEqualTo(Errno.ENAMETOOLONG);
    }

    @Test
    void creatingExclusivelyNeedsANewName() {
        file("a", "text");
        assertThat(harness.create("a", 0xC2).errno()).isEqualTo(Errno.EEXIST);
        harness.close(harness.create("a", 0x242).orFail().handle());
        assertThat(text("a")).isEmpty();
    }

    @Test
    void aRenameReplacesAFile() {
        file("a", "new");
        file("b", "old");
        harness.rename("a", "b").orFail();
        assertThat(harness.list("")).containsExactly("b");
        assertThat(text("b")).isEqualTo("new");
    }

    @Test
    void aRenameOfOneOfTwoLinksOntoTheOtherDoesNothing() {
        file("a", "x");
        harness.link("a", "b");
        harness.rename("a", "b").orFail();
        assertThat(harness.list("")).containsExactly("a", "b");
    }

    @Test
    void aRenameKeepsTreesTrees() {
        harness.mkdir("d");
        harness.mkdir("d/e");
        harness.mkdir("full");
        file("full/f", "");
        file("g", "");
        assertThat(harness.rename("d", "d/e/x").errno()).isEqualTo(Errno.EINVAL);
        assertThat(harness.rename("d", "full").errno()).isEqualTo(Errno.ENOTEMPTY);
        assertThat(harness.rename("d", "g").errno()).isEqualTo(Errno.ENOTDIR);
        assertThat(harness.rename("g", "d").errno()).isEqualTo(Errno.EISDIR);
        assertThat(harness.rename("absent", "g").errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void aRenameCanExchangeKeepOrLeaveAWhiteout() {
        file("a", "A");
        harness.mkdir("d");
        file("d/b", "B");
        harness.rename("a", "d/b", EXCHANGE).orFail();
        assertThat(text("a")).isEqualTo("B");
        assertThat(text("d/b")).isEqualTo("A");
        harness.rename("d", "a", EXCHANGE).orFail();
        assertThat(text("a/b")).isEqualTo("A");
        assertThat(harness.rename("a", "d", NOREPLACE).errno()).isEqualTo(Errno.EEXIST);
        harness.rename("d", "e", NOREPLACE | WHITEOUT).orFail();
        assertThat(FileType.ofMode(harness.getattr("d").attributes().mode())).isEqualTo(FileType.CHARACTER_DEVICE);
    }

    @Test
    void aRemovedDirectoryHasNoName() {
        harness.mkdir("d");
        var directory = harness.lookup("d").node();
        harness.rmdir("d").orFail();
        assertThat(harness.list("")).isEmpty();
        assertThat(directory.isUnlinked()).isTrue();
    }

    @Test
    void aListingInPiecesMissesNothingThatStaysAndShowsNothingTwice() {
        for (int i = 0; i < 100; i++) {
            file("f" + i, "");
        }
        var handle = harness.opendir("").handle();
        int room = 200;
        long offset = 0;
        var seen = new ArrayList<String>();
        for (int piece = 0; ; piece++) {
            var entries =
                    DirectoryEntry.all(harness.readdir(handle, offset, room).bytes());
            if (entries.isEmpty()) {
                break;
            }
            for (DirectoryEntry entry : entries) {
                seen.add(entry.name());
                offset = entry.next();
            }
            harness.unlink("f" + piece);
            harness.symlink("", "late" + piece);
            harness.unlink("late" + piece);
        }
        assertThat(seen).doesNotHaveDuplicates().contains(".", "..").contains("f50", "f80", "f99");
        harness.release(handle);
    }
}
