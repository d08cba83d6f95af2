package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir run} as root, on the distribution that the build made. */
@Timeout(300)
class RunIT {
    @TempDir
    Path folder;

    private Installed installed;
    private Path directory;

    @BeforeEach
    void aDirectory() throws Exception {
        directory = Files.createDirectory(folder.resolve("files")).toRealPath();
        Files.writeString(directory.resolve("a"), "hello\n");
        installed = Installed.asRoot(folder);
    }

    @Test
    void theProgramsOutputAndStatusAreItsOwnAndItsOperationsAreOnStderr() throws Exception {
        Scripts.Result result = installed.weir(
                "run", "--filter", "spy", directory.toString(), "--", "sh", "-c", "cat " + directory + "/a; exit 7");

        assertThat(result.exit()).isEqualTo(7);
        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(result.err())
                .containsPattern("cat\\[\\d+\\] open\\(a, .*\\) = 0 <")
                .containsPattern("cat\\[\\d+\\] read\\(a, .*\\) = 6 <")
                .containsPattern("weir: \\d+ operations in .* s")
                .contains("weir: spy (385100): ", " 0 dropped");
        assertThat(Installed.isMounted(directory)).isFalse();
    }

    @Test
    void operationsGoToAFileWhereOneIsGiven() throws Exception {
        Path log = folder.resolve("ops");
        Scripts.Result result =
                installed.weirIn(directory, "run", "--filter", "spy", "-o", log.toString(), ".", "--", "cat", "a");

        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(result.err()).doesNotContain("read(a");
        assertThat(log).content().contains("read(a");
    }

    @Test
    void verifiedFiltersAreStoppedBeforeTheSummaryWhichHasWhatTheyShouldNotDo() throws Exception {
        Path bad = TestHome.compile(folder, "Bad", """
                package sample;
                import dev.weir.*;
                public final class Bad implements Minifilter {
                    public Registration registration(FilterManager manager) throws FilterException {
                        return Registration.builder()
                                .unload(FilterUnloadCallback.ALWAYS)
                                .preOperation(MajorFunction.READ, (data, objects) -> {
                                    ((dev.weir.operation.Read) data.parameters()).setOffset(1);
                                    return PreOperationStatus.SUCCESS_NO_CALLBACK;
                                })
                                .build();
                    }
                }
                """);
        Scripts.Result result = installed.weirIn(
                directory, "run", "--verify", "--filter", "spy", "--filter", bad.toString(), ".", "--", "cat", "a");

        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(result.err())
                .contains("weir: bad not-marked: Read.setOffset() changed a parameter")
                .containsPattern("weir: {5}at sample.Bad\\.[^ ]*\\(Bad.java:8\\)")
                .contains("weir:     -> call CallbackData.setDirty()")
                .doesNotContain("weir: spy not-", "weir: spy thread-left", "weir: spy loader-left");
        assertThat(result.exit()).isZero();
    }

    @Test
    void theHelpNamesAllFiltersThatWeirBrings() throws Exception {
        assertThat(installed.done("run", "--help"))
                .contains("null,", "passall,", "protect,", "spy,", "swapbuffers,", "cancelsafe,");
    }

    @Test
    void aWorkingDirectoryInsideIsEnteredAgainThroughTheMount() throws Exception {
        Scripts.Result result = installed.weirIn(
                directory,
                "run",
                "--filter",
                "protect,globs=*.key",
                ".",
                "--",
                "sh",
                "-c",
                "pwd; echo x >free; echo x >my.key");

        assertThat(result.out()).isEqualTo(directory + "\n");
        assertThat(result.err()).contains("my.key: Permission denied");
        assertThat(result.exit()).isNotZero();
        assertThat(directory.resolve("free")).exists();
        assertThat(directory.resolve("my.key")).doesNotExist();
    }

    @Test
    void onlyTheProgramAndItsChildrenAreBehindTheFilters() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process run = installed.start(
                directory,
                out,
                err,
                "run",
                "--filter",
                "protect,globs=*.key",
                ".",
                "--",
                "sh",
                "-c",
                "sh -c 'echo x >my.key'; echo tried; while [ ! -e stop ]; do sleep 0.05; done");
        try {
            Installed.await(out, "tried");
            assertThat(Installed.isMounted(directory)).isFalse();
            Files.writeString(directory.resolve("my.key"), "made outside");
            assertThat(err).content().contains("Permission denied");
        } finally {
            Files.createFile(directory.resolve("stop"));
            assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(run.exitValue()).isZero();
    }

    @Test
    void itsSocketTakesAllVerbsWhileTheProgramRuns() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process run = installed.start(
                directory,
                out,
                err,
                "run",
                "--filter",
                "spy",
                ".",
                "--",
                "sh",
                "-c",
                "while [ ! -e stop ]; do cat a; done");
        try {
            installed.socket(Path.of(Installed.await(err, "weir: WEIR_SOCKET=")));
            Installed.await(out, "hello");
            assertThat(installed.done("load", "protect", "globs=*.key", "sealed=true"))
                    .isEqualTo("protect loaded at altitude 320000, 1 instance\n");
            assertThat(installed.done("instances")).contains("spy Instance", "protect Instance", directory.toString());
            assertThat(installed.weir("unload", "protect").exit()).isEqualTo(1);
            assertThat(installed.done("stop", "protect"))
                    .contains("ignored: stop is mandatory", "class loader collected after");
            installed.done("load", "protect", "globs=*.key");
            assertThat(installed.done("tail", "-n", "5")).hasLineCount(5);
            assertThat(installed.weir("umount", directory.toString()))
                    .satisfies(umount -> assertThat(umount.err()).contains("belongs to a 'weir run'"))
                    .satisfies(umount -> assertThat(umount.exit()).isEqualTo(1));
        } finally {
            Files.createFile(directory.resolve("stop"));
            assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(run.exitValue()).isZero();
        assertThat(err)
                .content()
                .doesNotContain("cat: ", "internal error")
                .containsPattern("weir: protect \\(320000\\): [0-9,]+ pre-operations, .*, in 2 loads");
    }

    @Test
    void whatCantBeStartedHasTheShellsStatuses() throws Exception {
        assertThat(installed
                        .weir("run", directory.toString(), "--", "no-such-program")
                        .exit())
                .isEqualTo(127);
        assertThat(installed
                        .weir("run", directory.toString(), "--", directory + "/a")
                        .exit())
                .isEqualTo(126);
        assertThat(installed.weir("run", directory + "/none", "--", "true").exit())
                .isEqualTo(125);
        assertThat(installed
                        .weir("run", "--filter", "none", directory.toString(), "--", "true")
                        .exit())
                .isEqualTo(125);
        assertThat(installed
                        .weir("run", "--filter", "spy@abc", directory.toString(), "--", "true")
                        .exit())
                .isEqualTo(125);
        assertThat(installed
                        .weir("run", directory.toString(), "--", "sh", "-c", "kill -9 $$")
                        .exit())
                .isEqualTo(137);
    }

    @Test
    void childrenThatStayAreWaitedFor() throws Exception {
        Scripts.Result result =
                installed.weirIn(directory, "run", ".", "--", "sh", "-c", "(sleep 1.5; echo late >late) & exit 3");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(directory.resolve("late")).exists();
    }

    @Test
    void childrenThatStayAreEndedOnRequest() throws Exception {
        Scripts.Result result = installed.weirIn(
                directory, "run", "--kill", ".", "--", "sh", "-c", "(sleep 100; echo late >late) & exit 3");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(directory.resolve("late")).doesNotExist();
    }

    @Test
    void aTermIsPassedOnToTheProgram() throws Exception {
        Path out = folder.resolve("out");
        Process run = installed.start(
                directory,
                out,
                folder.resolve("err"),
                "run",
                ".",
                "--",
                "sh",
                "-c",
                "trap 'echo told; exit 9' TERM; echo ready; while :; do sleep 0.05; done");
        Installed.await(out, "ready");
        run.destroy();

        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(9);
        assertThat(out).content().endsWith("told\n");
    }
}
