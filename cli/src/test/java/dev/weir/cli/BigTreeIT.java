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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code find} on a tree of 50,000 files, as root and as an ordinary user: nothing twice, nothing missed, and no descriptor a file. */
@Timeout(300)
class BigTreeIT {
    private static final String MAKE =
            "mkdir big && cd big && seq -f d%g 500 | xargs mkdir && for d in d*; do (cd $d && seq -f f%g 100 | xargs touch); done";
    private static final String FIND =
            "x=$(mktemp) && find . -size 0 -o -type d >$x; echo $?; wc -l <$x; LC_ALL=C sort $x | sha256sum; rm $x";

    private Path folder;

    /** In memory where that can be had: the files are many, and empty. */
    @BeforeEach
    void aTree() throws Exception {
        Path memory = Path.of("/dev/shm");
        folder = Files.createTempDirectory(Files.isWritable(memory) ? memory : Path.of("/tmp"), "weir-big-it");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Installed.asRoot(folder);
        assertThat(Behind.bare(folder, List.of(), MAKE).exit()).isZero();
    }

    @AfterEach
    void removeIt() throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void findSeesEachFileOnce() throws Exception {
        Path big = folder.resolve("big");
        Scripts.Result bare = Behind.bare(big, List.of(), FIND);
        assertThat(bare.out()).startsWith("0\n50501\n");

        assertFinds(Installed.asRoot(folder), big, bare.out());
        assertFinds(Installed.asUser(folder), big, bare.out());
    }

    private static void assertFinds(Installed installed, Path big, String expected) throws Exception {
        Scripts.Result found = installed.weirIn(
                big, "run", "--filter", "spy", "-o", "/dev/null", ".", "--", "sh", "-c", "ulimit -n 64; " + FIND);

        assertThat(found.out()).as(found.err()).isEqualTo(expected);
        assertThat(found.exit()).isZero();
        assertThat(found.err()).contains(" 0 dropped");
        Behind.assertOpensAreClosed(found.err());
    }
}
