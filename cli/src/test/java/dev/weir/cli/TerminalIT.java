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

/** {@code weir run} on a terminal: the keys that send signals are the program's, and a job that is stopped is stopped whole. */
@Timeout(300)
class TerminalIT {
    /** Types on a terminal of its own what follows each text that it waits for, and ends as the command there does. */
    private static final String TYPIST = """
            import os, pty, select, sys, time
            count = int(sys.argv[1])
            steps, command = sys.argv[2:2 + 2 * count], sys.argv[2 + 2 * count:]
            child, terminal = pty.fork()
            if child == 0:
                os.execvp(command[0], command)
            seen = b''
            def more():
                try:
                    return os.read(terminal, 65536)
                except OSError:
                    return b''
            for wanted, typed in zip(steps[::2], steps[1::2]):
                wanted = wanted.encode()
                end = time.time() + 120
                while wanted not in seen:
                    ready, _, _ = select.select([terminal], [], [], 1)
                    got = more() if ready else b''
                    if ready and not got or time.time() > end:
                        sys.exit('never came: %s, but: %s' % (wanted, seen))
                    seen += got
                seen = seen[seen.index(wanted) + len(wanted):]
                os.write(terminal, typed.encode())
            while True:
                got = more()
                if not got:
                    break
                seen += got
            sys.stdout.buffer.write(seen)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """;

    /** One process that starts none: a shell that is just starting one can't be stopped, with or without Weir. */
    private static final String ONE_PROCESS = """
            import os, time
            print(os.getpid(), file=open('../pid', 'w'), flush=True)
            print('rea' + 'dy', flush=True)
            while not os.path.exists('stop'):
                time.sleep(0.05)
            print('en' + 'ded')
            """;

    private static final String WAIT = "while [ ! -e stop ]; do sleep 0.05; done; echo en''ded";

    @TempDir
    Path folder;

    private Installed installed;
    private Path directory;

    @BeforeEach
    void aDirectory() throws Exception {
        directory = Files.createDirectory(folder.resolve("files")).toRealPath();
        installed = Installed.asRoot(folder);
    }

    @Test
    void interruptAndQuitAreTheProgramsToAnswer() throws Exception {
        String program = "trap 'echo inter''rupted' INT; trap 'echo qu''it; touch stop' QUIT; echo rea''dy; " + WAIT
                + "; exit 7";
        List<String> steps = List.of("ready", "\u0003", "interrupted", "\u001c", "quit", "");

        Scripts.Result result = type(steps, run(program));

        assertThat(result.out()).as(result.err()).contains("ended").contains("weir: ");
        assertThat(result.exit()).isEqualTo(7);
        assertThat(Installed.isMounted(directory)).isFalse();
    }

    @Test
    void aProgramThatInterruptEndsEndsTheRun() throws Exception {
        Scripts.Result result = type(List.of("ready", "\u0003"), run("echo rea''dy; " + WAIT));

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(130);
        assertThat(result.out()).doesNotContain("ended");
        assertThat(Installed.isMounted(directory)).isFalse();
    }

    @Test
    void theJobIsStoppedAndGoesOn() throws Exception {
        Path program = Files.writeString(folder.resolve("program.py"), ONE_PROCESS);
        String job = String.join(
                " ",
                run("exec python3 " + program).stream().map(TerminalIT::quoted).toList());
        List<String> steps = List.of(
                "bash-",
                job + "\n",
                "ready",
                "\u001a",
                "Stopped",
                "ps -o stat= -p $(cat ../pid) | sed 's/^T.*/is-sto''pped/'\n",
                "is-stopped",
                "touch stop; fg\n",
                "ended",
                "echo sta''tus=$?\n",
                "status=0",
                "exit\n");

        Scripts.Result result = type(steps, List.of("bash", "--norc", "--noprofile", "-i"));

        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(Installed.isMounted(directory)).isFalse();
    }

    private List<String> run(String program) {
        return installed.command(directory, "run", "--filter", "passall", ".", "--", "sh", "-c", program);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private Scripts.Result type(List<String> steps, List<String> command) throws Exception {
        Path script = Files.writeString(folder.resolve("typist.py"), TYPIST);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> line = new ArrayList<>(Scripts.HEEDING_KEYS);
        line.addAll(List.of("python3", script.toString(), String.valueOf(steps.size() / 2)));
        line.addAll(steps);
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("PS1");
        Process typist = builder.start();
        assertThat(typist.waitFor(240, TimeUnit.SECONDS)).isTrue();
        return new Scripts.Result(typist.exitValue(), Files.readString(out), Files.readString(err));
    }
}
