package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever programs do with descriptors and mappings: for each file opens = CLEANUPs = CLOSEs, when the run has ended. */
@Timeout(300)
class OpensAndClosesIT {
    private static final String DUPLICATE =
            "import os; f=os.open('a',os.O_RDWR); g=os.dup(f); h=os.dup2(f,77); os.close(f); os.read(g,1); os.close(g); os.read(h,1); os.close(h)";
    private static final String FORK = """
            import os
            f=os.open('a',os.O_RDWR); d=os.open('.',os.O_RDONLY)
            children=[]
            for i in range(8):
                p=os.fork()
                if p==0:
                    os.read(f,1); os.listdir(d); os.open('b%d'%i,os.O_CREAT|os.O_WRONLY); os._exit(0)
                children.append(p)
            os.close(f)
            for p in children: os.waitpid(p,0)
            """;
    private static final String MAP = """
            import mmap,os
            f=os.open('a',os.O_RDWR); m=mmap.mmap(f,4096); os.close(f); m[0]=90; x=m[4000]; m.flush(); m.close()
            """;
    /** More descriptors than there are workers at the start, a mapping and a child that shares them, and no time to close any. */
    private static final String KILLED = """
            import mmap,os,signal
            files=[os.open('a',os.O_RDWR) for i in range(20)]; os.open('.',os.O_RDONLY); os.open('new',os.O_CREAT|os.O_RDWR)
            m=mmap.mmap(files[0],8192); m[5000]=90; os.write(files[1],b'x')
            p=os.fork()
            if p==0: signal.pause()
            os.kill(p,signal.SIGKILL); os.kill(os.getpid(),signal.SIGKILL)
            """;

    private static final String FAIL = """
            import os
            for name,flags in ('none',os.O_RDONLY),('a',os.O_CREAT|os.O_EXCL),('a',os.O_DIRECTORY),('.',os.O_WRONLY):
                try: os.open(name,flags)
                except OSError: pass
            os.close(os.open('a',os.O_TRUNC|os.O_WRONLY)); os.close(os.open('.',os.O_TMPFILE|os.O_RDWR))
            """;

    @TempDir
    Path folder;

    private Installed installed;
    private Path directory;

    @BeforeEach
    void aDirectory() throws Exception {
        installed = Installed.asRoot(folder);
        directory = Files.createDirectory(folder.resolve("files"));
        Files.write(directory.resolve("a"), new byte[8192]);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "dup, `" + DUPLICATE + "`, 0",
                "fork, `" + FORK + "`, 0",
                "mmap after close, `" + MAP + "`, 0",
                "opens that fail, `" + FAIL + "`, 0",
                "kill -9, `" + KILLED + "`, 137"
            })
    void eachOpenIsClosedOnce(String what, String program, int status) throws Exception {
        Path log = Behind.log(directory);
        Scripts.Result result = run(log, program);

        assertThat(result.exit()).as(result.err()).isEqualTo(status);
        Behind.assertOpensAreClosed(result.err());
        Map<String, Long> opens = byFile(log, "open", "create", "opendir", "tmpfile");
        assertThat(sum(byFile(log, "cleanup"))).isEqualTo(sum(opens));
        assertThat(sum(byFile(log, "release"))).isEqualTo(sum(opens));
        assertThat(byFile(log, "cleanup").get("a"))
                .isEqualTo(opens.get("a"))
                .isEqualTo(byFile(log, "release").get("a"));
        switch (program) {
            case MAP ->
                assertThat(Files.readAllBytes(directory.resolve("a"))[0]).isEqualTo((byte) 90);
            case KILLED -> {
                assertThat(opens).containsEntry("a", 20L).containsEntry("new", 1L);
                assertThat(Files.readAllBytes(directory.resolve("a"))[5000]).isEqualTo((byte) 90);
            }
            default -> {}
        }
    }

    /** Where it does not end, the failure tells which processes hang, and where in the kernel. */
    private Scripts.Result run(Path log, String program) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process run = installed.start(
                directory,
                out,
                err,
                "run",
                "--filter",
                "spy",
                "-o",
                log.toString(),
                ".",
                "--",
                "python3",
                "-c",
                program);
        run.getOutputStream().close();
        if (!run.waitFor(60, TimeUnit.SECONDS)) {
            String hanging = hanging(run);
            run.destroyForcibly().waitFor();
            fail("the run did not end: " + hanging + "; " + Files.readString(err));
        }
        return new Scripts.Result(run.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static String hanging(Process run) {
        return run.descendants()
                .map(process -> process.pid() + " " + proc(process.pid(), "stat") + proc(process.pid(), "wchan") + " "
                        + proc(process.pid(), "stack"))
                .collect(Collectors.joining("; "));
    }

    private static String proc(long process, String file) {
        try {
            return Files.readString(Path.of("/proc/" + process, file));
        } catch (IOException gone) {
            return "?";
        }
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(count -> count).sum();
    }

    /** Successful operations of these kinds, by file. */
    private static Map<String, Long> byFile(Path log, String... kinds) throws Exception {
        return Files.readAllLines(log).stream()
                .filter(line -> !line.contains(") = -1 "))
                .map(line -> line.substring(line.indexOf("] ") + 2))
                .filter(call -> List.of(kinds).contains(call.substring(0, call.indexOf('('))))
                .map(call -> call.substring(call.indexOf('(') + 1))
                .collect(Collectors.groupingBy(call -> call.split("[,)]", 2)[0], Collectors.counting()));
    }
}
