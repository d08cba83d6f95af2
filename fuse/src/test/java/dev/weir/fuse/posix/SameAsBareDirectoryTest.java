package dev.weir.fuse.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.fuse.DataMode;
import dev.weir.fuse.FuseMounts;
import dev.weir.fuse.FuseVolume;
import dev.weir.fuse.MountOptions;
import dev.weir.linux.Capabilities;
import dev.weir.linux.FuseMount;
import dev.weir.linux.HostFileSystem;
import dev.weir.linux.NativeThread;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.manager.UnloadRequest;
import dev.weir.testkit.FilterHarness;
import dev.weir.testkit.MapConfiguration;
import dev.weir.testkit.RecordingFilter;
import dev.weir.testkit.posix.PosixVolume;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random sequences of calls on a mount and on a plain directory give the same, in each data mode, while a filter that sees everything comes and goes.
 *
 * <p>{@code -Dweir.seconds=3600} goes on for an hour in each mode; {@code -Dweir.seed=N} begins with the seed that a failure printed.
 */
class SameAsBareDirectoryTest {
    private static final long SECONDS = Long.getLong("weir.seconds", 12);
    private static final long SEED = Long.getLong("weir.seed", 1);
    private static final int LENGTH = 300;

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void theSameCallsGiveTheSame(DataMode mode) throws Exception {
        Assumptions.assumeThat(Files.exists(Path.of("/dev/fuse")))
                .as("/dev/fuse")
                .isTrue();
        Assumptions.assumeThat(Capabilities.has(NativeThread.current(), Capabilities.CAP_SYS_ADMIN))
                .as("CAP_SYS_ADMIN, to mount")
                .isTrue();
        Path below = Files.createDirectory(temporary.resolve("below"));
        Path at = Files.createDirectory(temporary.resolve("at"));
        Path plain = Files.createDirectory(temporary.resolve("plain"));
        ExecutorService threads = Executors.newCachedThreadPool(
                task -> Thread.ofPlatform().daemon().unstarted(task));
        var manager = new Manager(new ManagerThreads(threads, threads));
        FuseVolume volume = FuseMounts.mount(
                manager,
                HostFileSystem.open(below.toString().getBytes(UTF_8)),
                at.toString(),
                MountOptions.usual().withDataMode(mode),
                ended -> {});
        // Dirty pages and the time of change are the kernel's alone then: docs/limits.md.
        boolean isWriteback = mode == DataMode.WRITEBACK;
        Process program = null;
        try {
            program = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            classPath(),
                            SequenceProgram.class.getName(),
                            at.toString(),
                            plain.toString(),
                            Long.toString(SEED),
                            Long.toString(SECONDS),
                            Integer.toString(LENGTH),
                            Boolean.toString(!isWriteback),
                            Boolean.toString(!isWriteback),
                            // A chmod of a file that is open for writing in passthrough does not last: docs/limits.md.
                            Boolean.toString(mode != DataMode.PASSTHROUGH)))
                    .redirectErrorStream(true)
                    .start();
            while (!program.waitFor(300, TimeUnit.MILLISECONDS)) {
                comeAndGo(manager);
            }
            String said = new String(program.getInputStream().readAllBytes(), UTF_8);
            assertThat(program.exitValue()).as(said).isZero();
            System.out.println(mode + ": " + said.strip());
        } finally {
            if (program != null) {
                program.destroyForcibly().waitFor();
            }
            unmount(volume, at);
            threads.shutdownNow();
        }
    }

    /** Where the classes of the program were loaded from: its own, the test kit's and the API's. */
    private static String classPath() {
        return Stream.of(SequenceProgram.class, PosixVolume.class, Errno.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                        .toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void unmount(FuseVolume volume, Path at) throws Exception {
        try {
            volume.unmount();
        } catch (IOException busy) {
            volume.abort();
            FuseMount.unmount(at.toString().getBytes(UTF_8), true);
        }
        assertThat(volume.awaitEnd(Duration.ofSeconds(30))).isTrue();
    }

    private static void comeAndGo(Manager manager) throws Exception {
        var filter = new RecordingFilter("sees").quiet();
        manager.load(
                FilterHarness.definition(filter.name(), "300000"),
                () -> filter,
                new MapConfiguration(Map.of()),
                event -> true);
        Thread.sleep(200);
        assertThat(manager.unload(new UnloadRequest("sees", false, Duration.ofSeconds(30), true, progress -> {}))
                        .outcome())
                .hasToString("UNLOADED");
    }
}
