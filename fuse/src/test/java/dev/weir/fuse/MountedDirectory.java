package dev.weir.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.weir.linux.Capabilities;
import dev.weir.linux.FuseMount;
import dev.weir.linux.HostFileSystem;
import dev.weir.linux.MountTable;
import dev.weir.linux.NativeThread;
import dev.weir.manager.FilterObject;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.testkit.FilterHarness;
import dev.weir.testkit.MapConfiguration;
import dev.weir.testkit.RecordingFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A directory of the host's behind a real mount. Programs use it; this process itself never does, since it serves it.
 *
 * <p>{@link #close} unmounts whatever happened, and aborts the connection where something hangs.
 */
final class MountedDirectory implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final Path below;
    final Path at;
    final Manager manager;
    final FuseVolume volume;
    private final MountOptions options;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(task -> Thread.ofPlatform().daemon().unstarted(task));

    MountedDirectory(Path temporary, MountOptions options) throws Exception {
        this(
                Files.createDirectories(temporary.resolve("below")),
                Files.createDirectories(temporary.resolve("at")),
                options);
    }

    /** Mounts a directory at another, or over itself. */
    MountedDirectory(Path below, Path at, MountOptions options) throws Exception {
        this.below = below;
        this.at = at;
        this.options = options;
        assumeThat(Files.exists(Path.of("/dev/fuse"))).as("/dev/fuse").isTrue();
        assumeThat(Capabilities.has(NativeThread.current(), Capabilities.CAP_SYS_ADMIN))
                .as("CAP_SYS_ADMIN, to mount")
                .isTrue();
        manager = new Manager(new ManagerThreads(threads, threads));
        volume = FuseMounts.mount(
                manager,
                HostFileSystem.open(below.toString().getBytes(UTF_8)),
                at.toString(),
                TestTransport.of(options),
                ended -> {});
    }

    FilterObject load(RecordingFilter filter) throws Exception {
        return manager.load(
                FilterHarness.definition(filter.name(), "300000"),
                () -> filter,
                new MapConfiguration(Map.of()),
                event -> true);
    }

    UnloadResult unload(String name) {
        return manager.unload(new UnloadRequest(name, false, PATIENCE, true, progress -> {}));
    }

    /** Runs a script in the mounted directory; what it printed, both outputs together. */
    String run(String script) throws Exception {
        return run(at, script);
    }

    static String run(Path directory, String script) throws Exception {
        Process process = start(directory, script);
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("%s ends", script)
                .isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", script, new String(output, UTF_8))
                .isZero();
        return new String(output, UTF_8);
    }

    /** Starts a script; it is stopped where it takes too long. */
    Process start(String script) throws IOException {
        return start(at, script);
    }

    private static Process start(Path directory, String script) throws IOException {
        return new ProcessBuilder(
                        "timeout", "-s", "KILL", "60", "bash", "-ec", "cd \"$0\"\n" + script, directory.toString())
                .redirectErrorStream(true)
                .start();
    }

    /** A dead mount stays until it is unmounted. */
    private void takeAway() throws IOException {
        byte[] path = at.toString().getBytes(UTF_8);
        if (MountTable.read().at(path).isPresent()) {
            FuseMount.unmount(path, true);
        }
    }

    /** Kills a script with all that it started. */
    static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        try {
            if (!volume.isEnded()) {
                try {
                    volume.unmount();
                } catch (IOException busy) {
                    // Not where a test has unmounted it, and it is about to end.
                    if (MountTable.read().at(at.toString().getBytes(UTF_8)).isPresent()) {
                        volume.abort();
                    }
                }
            }
            await("the volume has ended").atMost(PATIENCE).until(volume::isEnded);
            TestTransport.check(volume, options);
        } finally {
            takeAway();
            threads.shutdownNow();
        }
    }
}
