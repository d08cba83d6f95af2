package dev.weir.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileUsersTest {
    @TempDir
    Path folder;

    @Test
    void aWorkingDirectoryIsFoundWithItsProcess() throws Exception {
        Process process =
                new ProcessBuilder("sleep", "60").directory(folder.toFile()).start();
        try {
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(FileUsers.below(folder.toRealPath().toString()))
                                    .extracting(FileUsers.Use::toString)
                                    .containsExactly("sleep (pid " + process.pid() + ", working directory "
                                            + folder.toRealPath() + ")"));
        } finally {
            process.destroy();
            process.waitFor();
        }
        assertThat(FileUsers.below(folder.toRealPath().toString())).isEmpty();
    }

    @Test
    void anOpenFileIsFoundAndANameThatOnlyBeginsAlikeIsNot() throws Exception {
        Path inside = Files.createDirectory(folder.resolve("in"));
        Path beside = Files.createDirectory(folder.resolve("inside"));
        Path file = Files.createFile(inside.resolve("file"));
        Process process = new ProcessBuilder("sleep", "60")
                .directory(beside.toFile())
                .redirectInput(file.toFile())
                .start();
        try {
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(FileUsers.below(inside.toRealPath().toString()))
                                    .singleElement()
                                    .satisfies(use -> assertThat(use.what()).isEqualTo("open file"))
                                    .satisfies(use -> assertThat(use.path())
                                            .isEqualTo(file.toRealPath().toString())));
        } finally {
            process.destroy();
            process.waitFor();
        }
    }
}
