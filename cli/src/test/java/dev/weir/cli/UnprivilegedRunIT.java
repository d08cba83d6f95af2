package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real programs, as an ordinary user, with fusermount3 and without: what they do is what they do on the bare directory. */
@Timeout(300)
class UnprivilegedRunIT {
    private static final String HELPER = "/usr/bin/fusermount3";
    private static final List<String> USER = List.of("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", "--");

    private Path folder;

    /** JUnit's own temporary folders are closed to other users. */
    @BeforeEach
    void aFolderThatOthersCanEnter() throws Exception {
        folder = Files.createTempDirectory("weir-programs-it").toRealPath();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void removeIt() throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void programsDoWhatTheyDoOnTheBareDirectory(boolean helper) throws Exception {
        Installed installed = installed(helper);
        Path home = installed.work();
        String make = "(" + ProgramScripts.MAKE_REPOSITORY + ") && " + ProgramScripts.MAKE_TREE;
        assertThat(Behind.bare(home, USER, make).exit()).isZero();
        Path bare = directory(home, "bare");
        Path mounted = directory(home, "mounted");

        Scripts.Result expected = Behind.bare(bare, USER, ProgramScripts.ALL);
        Scripts.Result actual = Behind.spied(installed, mounted, ProgramScripts.ALL);

        assertThat(actual.out())
                .as(actual.err() + expected.err())
                .isEqualTo(expected.out())
                .contains("git 1\n", "tar 2\n", "compiler 7\n", "sqlite 1\n");
        assertThat(actual.exit()).isEqualTo(expected.exit()).isEqualTo(3);
        assertThat(actual.err().contains("fusermount3 is not installed")).isEqualTo(!helper);
        Behind.assertOpensAreClosed(actual.err());
        assertThat(Behind.bare(home, USER, "rm -rf bare mounted").exit()).isZero();
    }

    private Installed installed(boolean helper) throws Exception {
        return helper ? Installed.asUser(folder) : Installed.asUser(folder, HELPER);
    }

    private static Path directory(Path home, String name) throws Exception {
        Path directory = Files.createDirectory(home.resolve(name));
        Files.setAttribute(directory, "unix:uid", 1000);
        Files.setAttribute(directory, "unix:gid", 1000);
        return directory;
    }
}
