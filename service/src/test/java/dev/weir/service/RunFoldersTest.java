package dev.weir.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which folders of runs that were killed are taken away, and which are not. */
class RunFoldersTest {
    @TempDir
    Path parent;

    @Test
    void oneWhoseLockNobodyHoldsGoesWithAllThatIsInIt() throws Exception {
        Path left = folder("weir-run-1", "rwx------");
        Files.createFile(left.resolve("lock"));
        Path kept = Files.createDirectory(parent.resolve("kept"));
        Files.createFile(kept.resolve("file"));
        Files.createDirectory(left.resolve("filters"));
        Files.createSymbolicLink(left.resolve("filters/link"), kept);

        assertThat(RunFolders.dead(List.of(parent))).containsExactly(left);
        assertThat(RunFolders.sweep(List.of(parent))).containsExactly(left);

        assertThat(left).doesNotExist();
        assertThat(kept.resolve("file")).exists();
        assertThat(RunFolders.sweep(List.of(parent))).isEmpty();
    }

    @Test
    void oneThatThisProcessHasStays() throws Exception {
        Path own = RunFolders.make(parent);
        try (FileChannel lock = RunFolders.hold(own)) {
            assertThat(lock.isOpen()).isTrue();
            assertThat(RunFolders.sweep(List.of(parent))).isEmpty();
        }
        assertThat(own.resolve("lock")).exists();
        RunFolders.delete(own);
    }

    @Test
    void oneThatAnotherProcessHoldsStays() throws Exception {
        Path other = folder("weir-run-2", "rwx------");
        Process holder = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import fcntl,sys; f=open(sys.argv[1],'w'); fcntl.lockf(f,fcntl.LOCK_EX); print('held',flush=True); sys.stdin.read()",
                        other.resolve("lock").toString())
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
            assertThat(RunFolders.sweep(List.of(parent))).isEmpty();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(RunFolders.sweep(List.of(parent))).containsExactly(other);
    }

    @Test
    void whatIsNotSurelyAKilledRunsStays() throws Exception {
        folder("weir-run-new", "rwx------");
        Files.createFile(folder("weir-run-open", "rwxr-xr-x").resolve("lock"));
        Files.createFile(folder("weir-1000", "rwx------").resolve("lock"));
        Files.createFile(folder("else", "rwx------").resolve("lock"));
        Files.createSymbolicLink(parent.resolve("weir-run-link"), parent.resolve("else"));
        Files.createFile(parent.resolve("weir-run-file"));

        assertThat(RunFolders.sweep(List.of(parent, parent.resolve("none")))).isEmpty();
        assertThat(parent.resolve("else/lock")).exists();
    }

    @Test
    void oneThatWasNeverLockedGoesWhenItIsOld() throws Exception {
        Path old = folder("weir-run-old", "rwx------");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

        assertThat(RunFolders.sweep(List.of(parent))).containsExactly(old);
    }

    private Path folder(String name, String mode) throws Exception {
        return Files.createDirectory(
                parent.resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
    }
}
