package dev.weir.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FileName;
import dev.weir.FilePath;
import dev.weir.manager.FileNodeObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files are called below, after they were moved behind the volume's back. */
class HostPathsTest {
    @TempDir
    Path folder;

    @Test
    void theFileSystemIsAskedForWhatWasMovedUnderneath() throws Exception {
        Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("a/b/file"), "x");
        try (HostVolume host = new HostVolume(folder)) {
            FileNodeObject a = host.node("a");
            FileNodeObject b = host.ok(host.lookup(a, "b")).resultNode();
            FileNodeObject file = host.ok(host.lookup(b, "file")).resultNode();
            assertThat(host.volume.base().pathOf(host.volume.root())).isEqualTo(FilePath.root());
            assertThat(host.volume.base().pathOf(file)).isEqualTo(FilePath.of("a/b/file"));
            Files.move(folder.resolve("a"), folder.resolve("ä"));
            assertThat(host.volume.base().pathOf(file)).isEqualTo(FilePath.of("ä/b/file"));
            assertThat(file.path()).isEqualTo(FilePath.of("a/b/file"));
            assertThat(host.volume.base().isNamed(a, host.volume.root(), FileName.of("a")))
                    .isFalse();
            assertThat(host.volume.base().isNamed(a, host.volume.root(), FileName.of("ä")))
                    .isTrue();
            Files.delete(folder.resolve("ä/b/file"));
            assertThat(host.volume.base().pathOf(file)).isNull();
            assertThat(host.volume.base().pathOf(b)).isEqualTo(FilePath.of("ä/b"));
        }
    }

    @Test
    void aLookUpOfDotDotFindsADirectoryWhoseNameTheFileSystemKnows() throws Exception {
        Files.createDirectories(folder.resolve("a/b"));
        try (HostVolume host = new HostVolume(folder)) {
            FileNodeObject a = host.node("a");
            FileNodeObject b = host.ok(host.lookup(a, "b")).resultNode();
            Files.createDirectories(folder.resolve("c"));
            Files.move(folder.resolve("a/b"), folder.resolve("c/b"));
            FileNodeObject c = host.ok(host.lookup(b, "..")).resultNode();
            assertThat(c.path()).isEqualTo(FilePath.of("c"));
            b.linked(c, FileName.of("b"));
            assertThat(b.path()).isEqualTo(FilePath.of("c/b"));
        }
    }
}
