package dev.weir.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weir.FilterException;
import dev.weir.linux.Capabilities;
import dev.weir.linux.FuseMount;
import dev.weir.linux.FuseMountOptions;
import dev.weir.linux.NativeThread;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.testkit.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FuseMountsTest {
    @TempDir
    private Path at;

    private final ExecutorService threads =
            Executors.newCachedThreadPool(task -> Thread.ofPlatform().daemon().unstarted(task));
    private final Manager manager = new Manager(new ManagerThreads(threads, threads));
    private final MemoryFileSystem base = new MemoryFileSystem();

    @BeforeEach
    void needsRoot() {
        assumeThat(Files.exists(Path.of("/dev/fuse"))).as("/dev/fuse").isTrue();
        assumeThat(Capabilities.has(NativeThread.current(), Capabilities.CAP_SYS_ADMIN))
                .as("CAP_SYS_ADMIN, to mount")
                .isTrue();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void servesAConnectionThatSomebodyElseMounted() throws Exception {
        byte[] path = at.toString().getBytes(UTF_8);
        int device = FuseMount.mount(path, new FuseMountOptions(0x4000, 0, 0, true, false, 0, 0));
        FuseVolume volume = FuseMounts.adopt(manager, base, "mine", device, MountOptions.usual(), ended -> {});
        try {
            assertThat(MountedDirectory.run(at, "mkdir d; echo text > d/f; cat d/f; rm -r d; ls"))
                    .isEqualTo("text\n");
            assertThat(volume.connection()).isPresent();
            assertThat(manager.volume("mine")).contains(volume.volume());
            assertThatThrownBy(volume::unmount).hasMessageContaining("mounted for one program");
        } finally {
            FuseMount.unmount(path, false);
        }
        assertThat(volume.awaitEnd(MountedDirectory.PATIENCE)).isTrue();
        assertThat(base.isClosed()).isTrue();
        assertThat(manager.volumes()).isEmpty();
    }

    @Test
    void leavesNothingWhereItCannotMount() {
        Path missing = at.resolve("missing");

        assertThatThrownBy(() -> FuseMounts.mount(manager, base, missing.toString(), MountOptions.usual(), ended -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ENOENT");

        assertThat(base.isClosed()).isTrue();
        assertThat(manager.volumes()).isEmpty();
    }

    @Test
    void takesAPlaceOnlyOnce() throws Exception {
        FuseVolume volume = FuseMounts.mount(manager, base, at.toString(), MountOptions.usual(), ended -> {});
        try {
            var other = new MemoryFileSystem();
            assertThatThrownBy(() -> FuseMounts.mount(manager, other, at.toString(), MountOptions.usual(), ended -> {}))
                    .isInstanceOf(FilterException.class);
            assertThat(other.isClosed()).isTrue();
        } finally {
            volume.unmount();
        }
        assertThat(volume.awaitEnd(MountedDirectory.PATIENCE)).isTrue();
    }

    @Test
    void refusesChangesWhereItIsReadOnly() throws Exception {
        FuseVolume volume = FuseMounts.mount(
                manager, base, at.toString(), MountOptions.usual().withReadOnly(true), ended -> {});
        try {
            assertThat(MountedDirectory.run(at, "! touch f; ls")).contains("Read-only file system");
        } finally {
            volume.unmount();
        }
        assertThat(volume.awaitEnd(MountedDirectory.PATIENCE)).isTrue();
    }
}
