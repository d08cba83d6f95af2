package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mounts that a program leaves in its namespace: they go with its last process, as without Weir, and the run ends. */
@Timeout(300)
class RunLeftMountsIT {
    @TempDir
    Path folder;

    private Installed installed;
    private Path directory;

    @BeforeEach
    void aDirectory() throws Exception {
        installed = Installed.asRoot(folder);
        directory = Files.createDirectory(folder.resolve("d")).toRealPath();
        Files.createDirectories(directory.resolve("a/b"));
        Files.createDirectory(folder.resolve("e"));
    }

    /** The mounts are in the namespaces of the runs, and go with them. */
    @AfterEach
    void nothingIsMounted() throws IOException {
        assertThat(Path.of("/proc/self/mounts")).content().doesNotContain(folder.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mount -t tmpfs t a && : >a/hidden",
                "mount -t tmpfs t a/b && mount -t tmpfs t a",
                "mount -t tmpfs t \"$PWD\"",
                "mount --bind . ../e && mount --bind ../e a",
                "mount --bind . .",
                "mount -t tmpfs t ..",
                "umount -l ."
            })
    void theRunEndsWithTheProgramsStatusAndTheDirectoryIsUsable(String mounts) throws Exception {
        Scripts.Result result = run(": >before && " + mounts + " && exit 7");

        assertThat(result.exit()).as(result.err()).isEqualTo(7);
        assertThat(result.err()).doesNotContain("still in use", "WARNING");
        assertThat(directory.resolve("before")).exists();
        assertThat(directory.resolve("a/hidden")).doesNotExist();
        assertThat(run("mount -t tmpfs t a && exit 8").exit()).isEqualTo(8);
    }

    private Scripts.Result run(String script) throws Exception {
        return installed.weirIn(directory, "run", ".", "--", "sh", "-c", "cd \"$PWD\" && " + script);
    }

    /** This test has a file open through the program's namespace. */
    @Test
    void whatSomebodyOutsideHoldsIsWaitedForUntilATermEndsIt() throws Exception {
        Path err = folder.resolve("err");
        Path out = folder.resolve("out");
        Files.createFile(directory.resolve("f"));
        Process run = installed.start(
                directory,
                out,
                err,
                "run",
                ".",
                "--",
                "sh",
                "-c",
                "mount -t tmpfs t a; echo pid $$; while [ ! -e ../stop ]; do sleep 0.05; done");
        try {
            InputStream held = Files.newInputStream(Path.of("/proc/" + Installed.await(out, "pid ") + "/cwd/f"));
            Files.createFile(folder.resolve("stop"));
            Installed.await(err, "weir: " + directory + " is still in use; waiting");
            run.destroy();

            assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).isZero();
            assertThat(err).content().contains(" operations in ").doesNotContain("Exception", "WARNING");
            assertThatIOException().isThrownBy(held::close);
        } finally {
            run.destroyForcibly();
        }
        assertThat(directory).isDirectoryContaining("glob:**/f");
    }
}
