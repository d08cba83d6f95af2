package dev.weir.fuse.mounted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.filters.passall.PassAllFilter;
import dev.weir.fuse.DataMode;
import dev.weir.fuse.MountOptions;
import dev.weir.testkit.posix.PosixChecks;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The list of POSIX checks on the bare directory, which is the oracle that they are right, and on mounts of it in each data mode. What fails there is in docs/limits.md, with the reason. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class PosixChecksTest {
    /** FUSE does not pass them on. */
    private static final Set<String> ALWAYS = Set.of("fallocate: a range is taken out, another put in");

    /** Whether they fail is a question of time: the end of an open file has not been told yet. */
    private static final Set<String> SOMETIMES = Set.of("record lock: closing drops it", "flock: closing drops it");

    /** What is written and when it was are the kernel's. */
    private static final Set<String> IN_WRITEBACK = Set.of(
            "chattr: setting flags sets the time of change",
            "lseek: holes and data in turn",
            "lseek: a hole that is punched is one",
            "chown: to nobody new by a stranger, whether refused or not, changes nothing");

    /** Where a filter sees the data: writes past the page cache. */
    private static final Set<String> SEEN_IN_WRITEBACK =
            Set.of("times: write sets modification and change", "times: a write is seen by fstat, too");

    /** Where none does: appending by pages. */
    private static final Set<String> UNSEEN_IN_WRITEBACK = Set.of("chattr: an append-only file only grows");

    @TempDir
    private Path temporary;

    @Test
    void theListIsLong() {
        assertThat(PosixChecks.count()).isGreaterThan(400);
    }

    @Test
    void theBareDirectoryPasses() throws Exception {
        assertThat(failures(Files.createDirectory(temporary.resolve("bare")))).isEmpty();
    }

    /** What this file system can't do is told to the list, which then leaves it out. */
    @Test
    void aFileSystemInMemoryPasses() throws Exception {
        Path shared = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(shared), "needs /dev/shm");
        FileStore store = Files.getFileStore(shared);
        assumeTrue(store.type().equals("tmpfs"), "needs a tmpfs, and /dev/shm is " + store.type());
        Path folder = Files.createTempDirectory(shared, "weir-posix");
        Path directory = Files.createDirectory(folder.resolve("bare"));
        try {
            assertThat(failures(directory, "COLLAPSE", "ZERO_RANGE")).isEmpty();
        } finally {
            Files.delete(directory);
            Files.delete(folder);
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void theMountPassesBehindPassAll(DataMode mode) throws Exception {
        try (var mounted = new Mounted(MountOptions.usual().withDataMode(mode))) {
            mounted.load("passall", "300000", PassAllFilter::new);
            check(mounted, mode, SEEN_IN_WRITEBACK);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSTHROUGH", "WRITEBACK"})
    void theMountPassesWithoutFilters(DataMode mode) throws Exception {
        try (var mounted = new Mounted(MountOptions.usual().withDataMode(mode))) {
            check(mounted, mode, UNSEEN_IN_WRITEBACK);
        }
    }

    private static void check(Mounted mounted, DataMode mode, Set<String> more) throws Exception {
        var always = new TreeSet<>(ALWAYS);
        if (mode == DataMode.WRITEBACK) {
            always.addAll(IN_WRITEBACK);
            always.addAll(more);
        }
        List<String> failures = failures(mounted.directory);
        var names = new TreeSet<String>();
        failures.forEach(failure -> names.add(failure.substring(0, failure.indexOf('\t'))));
        names.removeAll(SOMETIMES);
        assertThat(names).as(String.join("\n", failures)).isEqualTo(always);
    }

    /** What the checks found, a line each, in a directory whose folder is the test's own too: other users must come through both. */
    private static List<String> failures(Path directory, String... lacking) throws IOException, InterruptedException {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to be other users");
        for (Path own : List.of(directory.getParent(), directory)) {
            assertThat(Files.getPosixFilePermissions(own))
                    .as("%s is shared", own)
                    .doesNotContain(OTHERS_WRITE);
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        var command = new ArrayList<>(List.of(directory.toString()));
        command.addAll(List.of(lacking));
        Process program = JavaProgram.start(PosixProgram.class, command);
        try {
            String said = new String(program.getInputStream().readAllBytes(), UTF_8);
            assertThat(program.waitFor()).as(said).isZero();
            List<String> lines = said.lines().toList();
            System.out.println(lines.getLast());
            return lines.stream().filter(line -> line.contains("\t")).toList();
        } finally {
            program.destroyForcibly().waitFor();
        }
    }
}
