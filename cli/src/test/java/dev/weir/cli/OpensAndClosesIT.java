package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    @ValueSource(strings = {DUPLICATE, FORK, MAP, FAIL})
    void eachOpenIsClosedOnce(String program) throws Exception {
        Path log = Behind.log(directory);
        Scripts.Result result = installed.weirIn(
                directory, "run", "--filter", "spy", "-o", log.toString(), ".", "--", "python3", "-c", program);

        assertThat(result.exit()).as(result.err()).isZero();
        Behind.assertOpensAreClosed(result.err());
        Map<String, Long> opens = byFile(log, "open", "create", "opendir", "tmpfile");
        assertThat(byFile(log, "cleanup").values().stream().mapToLong(n -> n).sum())
                .isEqualTo(opens.values().stream().mapToLong(n -> n).sum());
        assertThat(byFile(log, "release").get("a")).isEqualTo(opens.get("a"));
        if (program.equals(MAP)) {
            assertThat(Files.readAllBytes(directory.resolve("a"))[0]).isEqualTo((byte) 90);
        }
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
