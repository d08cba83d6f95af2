package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, as root: behind spy they print, leave and return what they do on the bare directory. */
@Timeout(300)
class ProgramsIT {
    @TempDir
    Path folder;

    private Installed installed;

    @BeforeEach
    void asRoot() {
        installed = Installed.asRoot(folder);
    }

    @Test
    void git() throws Exception {
        assertThat(Behind.bare(folder, List.of(), ProgramScripts.MAKE_REPOSITORY)
                        .exit())
                .isZero();
        assertSame(ProgramScripts.GIT);
    }

    @Test
    void tar() throws Exception {
        assertThat(Behind.bare(folder, List.of(), ProgramScripts.MAKE_TREE).exit())
                .isZero();
        assertSame(ProgramScripts.TAR);
    }

    @Test
    void aCompilerAndWhatItMade() throws Exception {
        assertSame(ProgramScripts.COMPILER);
    }

    @Test
    void sqliteWithEachJournal() throws Exception {
        assertSame(ProgramScripts.SQLITE);
    }

    private void assertSame(String script) throws Exception {
        Path bare = Files.createDirectory(folder.resolve("bare"));
        Path mounted = Files.createDirectory(folder.resolve("mounted"));

        Scripts.Result expected = Behind.bare(bare, List.of(), script);
        Scripts.Result actual = Behind.spied(installed, mounted, script);

        assertThat(actual.out())
                .as(actual.err() + expected.err())
                .isEqualTo(expected.out())
                .isNotEmpty();
        assertThat(actual.exit()).isEqualTo(expected.exit());
        assertThat(actual.err()).contains(" 0 dropped").doesNotContain("internal error", "exceptions");
        Behind.assertOpensAreClosed(actual.err());
    }
}
