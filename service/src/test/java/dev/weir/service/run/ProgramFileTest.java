package dev.weir.service.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFileTest {
    @TempDir
    Path folder;

    @Test
    void aProgramIsFoundOnThePathOrByItsOwn() throws Exception {
        Path program = Files.createFile(
                folder.resolve("tool"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        assertThat(look("tool", "/nowhere:" + folder)).isEqualTo(ProgramFile.FOUND);
        assertThat(look("tool", "")).isEqualTo(ProgramFile.FOUND);
        assertThat(look("./tool", "/nowhere")).isEqualTo(ProgramFile.FOUND);
        assertThat(look(program.toString(), "/nowhere")).isEqualTo(ProgramFile.FOUND);
        assertThat(look("tool", "/nowhere")).isEqualTo(ProgramFile.NOT_FOUND);
    }

    @Test
    void aFileWithoutTheRightAndADirectoryCantBeExecuted() throws Exception {
        Files.createFile(
                folder.resolve("text"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        Files.createDirectory(folder.resolve("sub"));

        assertThat(look("./text", "")).isEqualTo(ProgramFile.NOT_EXECUTABLE);
        assertThat(look("./sub", "")).isEqualTo(ProgramFile.NOT_EXECUTABLE);
        assertThat(look("./none", "")).isEqualTo(ProgramFile.NOT_FOUND);
    }

    private ProgramFile look(String command, String path) {
        return ProgramFile.look(command, folder, Map.of("PATH", path));
    }
}
