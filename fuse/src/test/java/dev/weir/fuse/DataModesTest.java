package dev.weir.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.weir.FilterException;
import dev.weir.MajorFunction;
import dev.weir.NtStatus;
import dev.weir.RegistrationFlag;
import dev.weir.testkit.RecordingFilter;
import dev.weir.testkit.Seen;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a file's data moves belongs to the file while it is open, and changes when nobody has it open any more. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DataModesTest {
    private static final String HOLD =
            "exec 3<> file; echo ready; read -r _; cat <&3; echo more >&3; echo done; read -r _ || true";

    @TempDir
    private Path temporary;

    private static RecordingFilter watcher() {
        return new RecordingFilter("watch").only(MajorFunction.READ, MajorFunction.WRITE);
    }

    private static Process held(MountedDirectory mounted) throws Exception {
        Process holder = mounted.start(HOLD);
        assertThat(holder.inputReader().readLine()).isEqualTo("ready");
        return holder;
    }

    private static void tell(Process holder) throws Exception {
        holder.outputWriter().write("go\n");
        holder.outputWriter().flush();
    }

    private static List<String> operations(RecordingFilter filter) {
        return filter.seen(Seen.Callback.PRE).stream()
                .map(Seen::operation)
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void aFilterThatComesSeesWhatIsOpenedAfterIt() throws Exception {
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual())) {
            Files.writeString(mounted.below.resolve("file"), "text\n");
            Process a = held(mounted);
            try {
                assumeThat(mounted.volume.passthroughRefusal()).isEmpty();
                RecordingFilter filter = watcher();
                mounted.load(filter);

                assertThat(mounted.volume.unseenFiles()).isEqualTo(1);
                assertThat(mounted.volume.unseenData())
                        .singleElement()
                        .asString()
                        .matches(".*file \\(opened by process " + a.pid()
                                + " \\S+\\)|.*file \\(opened by process \\d+ bash\\)");
                assertThat(mounted.run("cat file; echo b >> file")).isEqualTo("text\n");
                assertThat(operations(filter)).containsExactly("read", "write");

                filter.forgetSeen();
                tell(a);
                assertThat(a.inputReader().readLine()).isEqualTo("text");
                assertThat(a.inputReader().readLine()).isEqualTo("b");
                assertThat(a.inputReader().readLine()).isEqualTo("done");
                assertThat(operations(filter)).isEmpty();
                assertThat(mounted.volume.unseenFiles()).isEqualTo(1);
                tell(a);
                a.waitFor();

                await().until(() -> mounted.volume.unseenData().isEmpty());
                assertThat(mounted.volume.unseenFiles()).isZero();
                assertThat(mounted.run("cat file; echo c >> file")).isEqualTo("text\nb\nmore\n");
                assertThat(operations(filter)).containsExactly("read", "write");
            } finally {
                MountedDirectory.kill(a);
            }
        }
    }

    @Test
    void aFilterThatMustSeeAllDataComesOnlyWhereNoneGoesPast() throws Exception {
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual())) {
            Files.writeString(mounted.below.resolve("file"), "text\n");
            Process a = held(mounted);
            try {
                assumeThat(mounted.volume.passthroughRefusal()).isEmpty();
                RecordingFilter filter = watcher().flag(RegistrationFlag.MUST_SEE_ALL_DATA);
                mounted.load(filter);
                var loaded = mounted.manager.filter("watch").orElseThrow();

                assertThat(loaded.instances()).isEmpty();
                assertThatThrownBy(() -> mounted.manager.attach(
                                "watch", mounted.volume.volume(), Optional.empty(), Optional.empty()))
                        .isInstanceOfSatisfying(
                                FilterException.class,
                                refused -> assertThat(refused.status()).isEqualTo(NtStatus.SHARING_VIOLATION))
                        .hasMessageContaining("file (opened by process");
                assertThat(mounted.run("cat file")).isEqualTo("text\n");

                MountedDirectory.kill(a);
                a.waitFor();
                await().until(() -> mounted.volume.unseenData().isEmpty());
                mounted.manager.attach("watch", mounted.volume.volume(), Optional.empty(), Optional.empty());
                mounted.run("cat file");
                assertThat(operations(filter)).containsExactly("read");
            } finally {
                MountedDirectory.kill(a);
            }
        }
    }

    @Test
    void whatIsToBeWrittenBackIsWrittenBeforeAnAttachReturns() throws Exception {
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual().withDataMode(DataMode.WRITEBACK))) {
            Process writer = mounted.start("exec 3> file; echo written >&3; echo ready; read -r _");
            try {
                assertThat(writer.inputReader().readLine()).isEqualTo("ready");
                RecordingFilter filter = watcher();
                mounted.load(filter);

                assertThat(Files.readString(mounted.below.resolve("file"))).isEqualTo("written\n");
                filter.forgetSeen();
                tell(writer);
                writer.waitFor();
                assertThat(operations(filter)).isEmpty();
            } finally {
                MountedDirectory.kill(writer);
            }
        }
    }

    /** The kernel writes back what is read past the page cache, but not what makes the file longer than that. */
    @Test
    void aReadThatIsSeenEndsWhereTheFileEndsThatIsNotWrittenBackYet() throws Exception {
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual().withDataMode(DataMode.WRITEBACK))) {
            // Each open and each close has the file written back: it is made longer between the reader's open and its
            // read.
            Process writer = mounted.start("""
                    exec python3 -uc 'import os, sys
                    writer = os.open("file", os.O_WRONLY | os.O_CREAT)
                    os.write(writer, b"short")
                    print("ready")
                    sys.stdin.readline()
                    reader = os.open("file", os.O_RDONLY)
                    os.pwrite(writer, b"x", 100000)
                    print(len(os.pread(reader, 4096, 0)))
                    sys.stdin.readline()'""");
            try {
                assertThat(writer.inputReader().readLine()).isEqualTo("ready");
                RecordingFilter filter = watcher();
                mounted.load(filter);
                tell(writer);
                assertThat(writer.inputReader().readLine()).isEqualTo("4096");

                assertThat(operations(filter)).contains("read");
                tell(writer);
                writer.waitFor();
            } finally {
                MountedDirectory.kill(writer);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"PASSTHROUGH,false", "PASSTHROUGH,true", "WRITEBACK,false", "WRITEBACK,true", "SEEN,false", "SEEN,true"
    })
    void mappingsReadsAndDirectReadsShowTheSame(DataMode mode, boolean seen) throws Exception {
        assumeThat(Path.of("/usr/bin/python3")).as("python3").exists();
        String script;
        try (InputStream from = DataModesTest.class.getResourceAsStream("coherence.py")) {
            script = "python3 - <<'END'\n" + new String(from.readAllBytes(), UTF_8) + "END\n";
        }
        Path bare = Files.createDirectories(temporary.resolve("bare"));
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual().withDataMode(mode))) {
            if (seen) {
                mounted.load(watcher());
            }

            assertThat(mounted.run(script)).isEqualTo(MountedDirectory.run(bare, script));
            assertThat(MountedDirectory.run(mounted.below, "md5sum < file"))
                    .isEqualTo(MountedDirectory.run(bare, "md5sum < file"));
        }
    }
}
