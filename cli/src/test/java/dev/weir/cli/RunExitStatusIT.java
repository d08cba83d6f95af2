package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code weir run} as a shell uses it: statuses, bytes, signals, and directories of any name. {@code ./w} is weir. */
@Timeout(300)
class RunExitStatusIT {
    private static final String NO_DEVICE =
            "unshare -m sh -c 'mount -t tmpfs t /dev && mknod /dev/null c 1 3 && mknod /dev/random c 1 8 && mknod /dev/urandom c 1 9 && ./w run d -- true'";

    @TempDir
    Path folder;

    @BeforeEach
    void aDirectoryAndTheCommand() throws Exception {
        Installed.asRoot(folder);
        Path dist = Scripts.repository().resolve("cli/target/dist");
        Scripts.script(
                folder.resolve("w"),
                "exec '" + System.getProperty("java.home")
                        + "/bin/java' -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED" + " '-Dweir.home=" + dist
                        + "' -cp '" + dist + "/lib/*' dev.weir.cli.Main \"$@\"");
        Files.createDirectory(folder.resolve("d"));
        Files.writeString(folder.resolve("d/f"), "text\n");
    }

    private Scripts.Result shell(String script) throws Exception {
        return Behind.bare(folder, List.of(), script);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "./w run d/f -- true | d/f: Not a directory",
                "./w run / -- true | / itself can't be put behind filters",
                "./w run --filter /etc/passwd d -- true | STATUS_DRIVER_UNABLE_TO_LOAD (0xC000026C)",
                "./w run --filter spy@9 --filter passall@9 d -- true | STATUS_FLT_INSTANCE_ALTITUDE_COLLISION (0xC01C0011)",
                "./w run --filter spy,no=1 d -- true | STATUS_INVALID_PARAMETER (0xC000000D)",
                "./w run -o /none/x d -- true | /none/x",
                "./w run d | Missing required parameter",
            })
    void aFailureOfWeirsIs125AndSaysWhy(String command, String reason) throws Exception {
        Scripts.Result result = shell(command);

        assertThat(result.exit()).isEqualTo(125);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(reason).doesNotContain("Exception", "internal error");
    }

    @Test
    void aSystemWithoutTheDeviceIs125() throws Exception {
        Scripts.Result result = shell(NO_DEVICE);

        assertThat(result.exit()).isEqualTo(125);
        assertThat(result.err()).contains("there is no /dev/fuse");
    }

    @Test
    void aProgramWhoseInterpreterIsMissingIs127AndOneWithoutIsTheShells() throws Exception {
        Scripts.Result result = shell(
                "printf '#!/no/such\\n' >bad; printf 'echo $1; exit 9' >plain; chmod +x bad plain;"
                        + " ./w run d -- ./bad; echo $?; ./w run d -- ./plain word; echo $?; ./w run d -- sh -c 'kill -SEGV $$'; echo $?");

        assertThat(result.out()).isEqualTo("127\nword\n9\n139\n");
        assertThat(result.err()).contains("weir: ./bad: command not found").doesNotContain("Exception");
    }

    @Test
    void standardInputAndOutputAreTheProgramsByteForByte() throws Exception {
        Scripts.Result result = shell("head -c 3000000 /dev/urandom >d/r && ./w run d -- cat d/r | cmp - d/r"
                + " && ./w run d -- sh -c 'cat >d/s' <d/r && cmp d/r d/s");

        assertThat(result.exit()).as(result.err()).isZero();
    }

    @Test
    void theDirectoryAndTheArgumentsMayHaveAnyName() throws Exception {
        Scripts.Result result = shell("""
                n=$(printf 'a \\377\\351 b'); mkdir "$n" && cp d/f "$n/$n" && ln -s "$n" link && export LC_ALL=C V="$n"
                ./w run --filter spy -o log "$n" -- cat "$n/$n" && grep -c ' open(' log
                ./w run --filter spy -o log link -- cat "link/$n" && grep -c ' open(' log
                ./w run --filter spy -o log "$n/../$n/." -- sh -c '[ "$1" = "$V" ] && cat "$1/$1"' sh "$n" && grep -c ' open(' log
                cd "$n" && ../w run --filter spy -o ../log . -- sh -c '[ "${PWD##*/}" = "$V" ] && cat "$V"' && grep -c ' open(' ../log
                ../w run . -- echo @f "$(printf '\\303\\244')" '?' '${x}' ''end
                """);

        assertThat(result.out()).as(result.err()).isEqualTo("text\n1\n".repeat(4) + "@f \u00e4 ? ${x} end\n");
    }

    @Test
    void theFolderForTemporaryFilesCanBeServedAndTheSocketReached() throws Exception {
        Scripts.Result result = shell(
                "./w run --filter spy -o log /tmp -- sh -c 'case $WEIR_SOCKET in /tmp/*) echo inside;; esac; ./w filters >list'; grep -c 385100 list");

        assertThat(result.out()).as(result.err()).isEqualTo("1\n");
    }

    @Test
    void twoRunsOnOneDirectoryAtOnce() throws Exception {
        String wait = "i=0; while [ ! -e d/b ] && [ $i -lt 600 ]; do sleep 0.05; i=$((i+1)); done; cat d/b >d/a";
        Scripts.Result result = shell(
                "./w run --filter spy -o log d -- sh -c '" + wait + "' & "
                        + "./w run --filter passall d -- sh -c 'echo b >d/c; mv d/c d/b; exit 4'; echo $?; wait $!; echo $?; cat d/a");

        assertThat(result.out()).as(result.err()).isEqualTo("4\n0\nb\n");
    }

    @ParameterizedTest
    @CsvSource({"INT, 5", "QUIT, 6"})
    void aTerminalsSignalIsTheProgramsAlone(String signal, int status) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process run = inSession(
                out,
                err,
                "exec ./w run d -- sh -c 'trap \"echo got; exit 5\" INT; trap \"echo got; exit 6\" QUIT; echo ready; while :; do sleep 0.05; done'");
        Installed.await(out, "ready");
        assertThat(shell("env kill -" + signal + " -- -" + run.pid()).exit()).isZero();

        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(status);
        assertThat(out).content().isEqualTo("ready\ngot\n");
        assertThat(err).content().contains(" operations in ").doesNotContain("Exception", "Full thread dump");
        assertThat(Installed.isMounted(folder.resolve("d"))).isFalse();
    }

    @Test
    void aKilledRunLeavesNoMountAndNobodyHanging() throws Exception {
        Path out = folder.resolve("out");
        Process run = inSession(
                out,
                folder.resolve("err"),
                "exec ./w run d -- sh -c 'echo ready; while cat d/f >/dev/null 2>&1; do sleep 0.05; done; echo ended'");
        Installed.await(out, "ready");
        Path left = Path.of(Installed.await(folder.resolve("err"), "weir: WEIR_SOCKET="))
                .getParent();
        assertThat(shell("./w run d -- true").err()).doesNotContain(left + ", which");
        run.destroyForcibly();

        Installed.await(out, "ended");
        assertThat(Installed.isMounted(folder.resolve("d"))).isFalse();
        assertThat(shell("./w doctor").out()).contains(left + " was left by a run that was killed");
        Scripts.Result next = shell("./w run d -- cat d/f");
        assertThat(next.out()).isEqualTo("text\n");
        assertThat(next.err()).contains("weir: " + left + ", which a killed run left, is removed");
        assertThat(left).doesNotExist();
    }

    /** Starts a shell that leads a session of its own: its number is its process group's. */
    private Process inSession(Path out, Path err, String script) throws Exception {
        List<String> command = new ArrayList<>(Scripts.HEEDING_KEYS);
        command.addAll(List.of("setsid", "sh", "-c", script));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }
}
