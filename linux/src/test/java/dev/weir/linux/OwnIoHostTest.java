package dev.weir.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.io.AttributeChange;
import dev.weir.io.FileLocation;
import dev.weir.io.ListedName;
import dev.weir.io.OpenFlags;
import dev.weir.io.OwnFile;
import dev.weir.io.OwnIo;
import dev.weir.io.OwnIoException;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.manager.VolumeDefinition;
import dev.weir.manager.VolumeHooks;
import dev.weir.manager.VolumeObject;
import dev.weir.testkit.FilterHarness;
import dev.weir.testkit.MapConfiguration;
import dev.weir.testkit.RecordingFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A filter's own I/O on a directory of this host. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OwnIoHostTest {
    private static final int SEEK_DATA = 3;
    private static final int KEEP_SIZE_PUNCH_HOLE = 3;

    @TempDir
    private Path folder;

    private final ExecutorService threads =
            Executors.newCachedThreadPool(task -> Thread.ofPlatform().daemon().unstarted(task));
    private final Manager manager = new Manager(new ManagerThreads(threads, threads));
    private final RecordingFilter below = new RecordingFilter("below");
    private VolumeObject volume;
    private OwnIo io;

    @BeforeEach
    void mount() throws Exception {
        HostFileSystem base = HostFileSystem.open(folder.toString().getBytes(UTF_8));
        volume = manager.mount(new VolumeDefinition(folder.toString(), base, VolumeHooks.NONE, id -> ""));
        load(new RecordingFilter("own"), "2000");
        load(below, "1000");
        io = volume.instances().getFirst().io();
    }

    private void load(RecordingFilter filter, String altitude) throws Exception {
        manager.load(
                FilterHarness.definition(filter.name(), altitude),
                () -> filter,
                new MapConfiguration(Map.of()),
                event -> true);
    }

    @AfterEach
    void dismount() {
        manager.dismount(volume);
        threads.shutdownNow();
        assertThat(volume.handles().size()).isZero();
        assertThat(volume.nodes().size()).isZero();
        assertThat(manager.findings().all()).isEmpty();
    }

    @Test
    void dataIsReadAndWritten() throws Exception {
        try (OwnFile file = io.create(FileLocation.of("a"), OpenFlags.READ_WRITE, 0640);
                OwnFile copy = io.create(FileLocation.of("b"), OpenFlags.READ_WRITE, 0600)) {
            var bytes = new byte[300_000];
            bytes[299_999] = 7;
            file.write(0, bytes);
            assertThat(file.read(0, 400_000)).isEqualTo(bytes);
            assertThat(file.copyTo(299_990, copy, 0, 10)).isEqualTo(10);
            file.allocate(KEEP_SIZE_PUNCH_HOLE, 0, 65536);
            assertThat(file.seek(0, SEEK_DATA)).isBetween(0L, 65536L);
            file.flush(false);
            assertThat(file.change(AttributeChange.size(5)).size()).isEqualTo(5);
        }
        assertThat(Files.size(folder.resolve("a"))).isEqualTo(5);
        assertThat(Files.readAllBytes(folder.resolve("b"))).hasSize(10).endsWith(7);
        assertThat(Files.getAttribute(folder.resolve("a"), "unix:mode")).isEqualTo(0100640);
    }

    @Test
    void namesAndAttributes() throws Exception {
        FileLocation directory = FileLocation.of("d");
        io.makeDirectory(directory, 0750);
        Files.writeString(folder.resolve("d/file"), "text");
        io.link(directory.resolve("file"), FileLocation.of("hard"));
        io.makeSymbolicLink(FileLocation.of("soft"), FileName.of("d/file"));
        io.rename(directory.resolve("file"), FileLocation.of("moved"), 0);
        io.removeDirectory(directory);

        assertThat(io.list(FileLocation.of("")))
                .extracting(ListedName::name)
                .containsExactlyInAnyOrder(FileName.of("hard"), FileName.of("soft"), FileName.of("moved"));
        assertThat(io.readSymbolicLink(FileLocation.of("soft")).text()).isEqualTo("d/file");
        assertThat(io.information(FileLocation.of("soft")).type()).isEqualTo(FileType.SYMBOLIC_LINK);
        Instant then = Instant.ofEpochSecond(1_000_000_000, 123_456_789);
        io.change(FileLocation.of("hard"), AttributeChange.times(then, then).withMode(0604));
        assertThat(io.information(FileLocation.of("moved")).modificationTime()).isEqualTo(then);
        assertThat(io.information(FileLocation.of("moved")).mode() & 0777).isEqualTo(0604);
        io.unlink(FileLocation.of("hard"));
        assertThat(Files.readString(folder.resolve("moved"))).isEqualTo("text");
        assertThat(below.seen()).isNotEmpty();
    }

    @Test
    void tasksWorkOnThreadsOfTheManagers() throws Exception {
        Files.writeString(folder.resolve("a"), "text");
        var task = io.submit(mine -> {
            try (OwnFile file = mine.open(FileLocation.of("a"), OpenFlags.READ_ONLY)) {
                return new String(file.read(0, 100), UTF_8);
            }
        });
        assertThat(task.completion().toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isEqualTo("text");
    }

    @Test
    void aVirtualThreadMayCreateFilesToo() throws Exception {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        io.create(FileLocation.of("a"), OpenFlags.READ_WRITE, 0600)
                                .close();
                    } catch (OwnIoException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .join();
        assertThat(folder.resolve("a")).exists();
    }
}
