package dev.weir.testkit.ownio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Altitude;
import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.FilterException;
import dev.weir.FilterUnloadCallback;
import dev.weir.Registration;
import dev.weir.io.AttributeChange;
import dev.weir.io.FileLocation;
import dev.weir.io.FileReference;
import dev.weir.io.LockType;
import dev.weir.io.OpenFlags;
import dev.weir.io.OwnFile;
import dev.weir.io.OwnIo;
import dev.weir.io.OwnIoException;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.FilterDefinition;
import dev.weir.manager.InstanceDefinition;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.manager.OperationKind;
import dev.weir.manager.VolumeDefinition;
import dev.weir.manager.VolumeHooks;
import dev.weir.manager.VolumeObject;
import dev.weir.testkit.MapConfiguration;
import dev.weir.testkit.MemoryFileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A front is told of all that own I/O changes behind its back, and of nothing else: its kernel may have cached it. */
@Timeout(60)
class OwnIoChangesTest {
    private static final FileLocation FILE = FileLocation.of("file");
    private static final FileLocation DIRECTORY = FileLocation.of("d");

    /** Writes down what a front is told. */
    private static final class Told implements VolumeHooks {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void stackChanged() {}

        @Override
        public void changed(FileNodeObject file) {
            all.add("changed " + at(file));
        }

        @Override
        public void nameChanged(FileNodeObject directory, FileName name) {
            all.add("name " + at(directory) + name);
        }

        private static String at(FileNode node) {
            return node.path().isRoot() ? "/" : "/" + node.path() + "/";
        }

        /** What it was told since it was last asked. */
        List<String> take() {
            List<String> taken = List.copyOf(all);
            all.clear();
            return taken;
        }
    }

    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("own-", 0).factory());
    private final Manager manager = new Manager(new ManagerThreads(threads, threads));
    private final MemoryFileSystem base = new MemoryFileSystem();
    private final Told told = new Told();
    private final VolumeObject volume;
    private final OwnIo io;

    OwnIoChangesTest() throws FilterException, IOException {
        volume = manager.mount(new VolumeDefinition("memory", base, told, thread -> "test"));
        manager.load(
                new FilterDefinition(
                        "own",
                        Optional.empty(),
                        List.of(new InstanceDefinition("own", Altitude.of("1"), false, false)),
                        "own"),
                () -> registering -> Registration.builder()
                        .unload(FilterUnloadCallback.ALWAYS)
                        .build(),
                new MapConfiguration(Map.of()),
                event -> true);
        io = volume.instances().getFirst().io();
        io.create(FILE, OpenFlags.READ_WRITE, 0600).close();
        io.makeDirectory(DIRECTORY, 0700);
        told.take();
    }

    @AfterEach
    void close() {
        manager.dismount(volume);
        threads.shutdownNow();
    }

    @Test
    void dataAndAttributesOfAFileThatChange() throws IOException {
        try (OwnFile file = io.open(FILE, OpenFlags.READ_WRITE)) {
            assertThat(told.take()).as("an open changes nothing").isEmpty();
            file.write(0, "text".getBytes(StandardCharsets.UTF_8));
            assertThat(told.take()).containsExactly("changed /file/");
            file.allocate(0, 0, 10);
            assertThat(told.take()).containsExactly("changed /file/");
        }
        io.change(FILE, AttributeChange.size(2));
        io.change(FILE, AttributeChange.mode(0640));
        io.change(FILE, AttributeChange.owner(7, 8));
        io.change(FILE, AttributeChange.times(Instant.EPOCH, Instant.EPOCH));
        FileName attribute = FileName.of("user.x");
        io.setExtendedAttribute(FILE, attribute, new byte[] {1}, 0);
        io.removeExtendedAttribute(FILE, attribute);
        assertThat(told.take()).hasSize(6).containsOnly("changed /file/");
    }

    @Test
    void anOpenThatEmptiesTheFile() throws OwnIoException {
        io.open(FILE, OpenFlags.WRITE_ONLY | OpenFlags.TRUNCATE).close();
        assertThat(told.take()).containsExactly("changed /file/");
    }

    @Test
    void theTargetOfACopyAndNotItsSource() throws IOException {
        try (OwnFile from = io.open(FILE, OpenFlags.READ_WRITE);
                OwnFile to = io.create(FileLocation.of("copy"), OpenFlags.READ_WRITE, 0600)) {
            from.write(0, "text".getBytes(StandardCharsets.UTF_8));
            told.take();
            assertThat(from.copyTo(0, to, 0, 4)).isEqualTo(4);
        }
        assertThat(told.take()).containsExactly("changed /copy/");
    }

    @Test
    void namesThatAreMade() throws IOException {
        io.create(FileLocation.of("d/new"), OpenFlags.READ_WRITE, 0600).close();
        assertThat(told.take()).containsExactly("name /d/new", "changed /d/");
        io.create(FileLocation.of("d/new"), OpenFlags.READ_WRITE | OpenFlags.TRUNCATE, 0600)
                .close();
        assertThat(told.take()).containsExactly("name /d/new", "changed /d/", "changed /d/new/");
        io.makeDirectory(FileLocation.of("d/e"), 0700);
        assertThat(told.take()).containsExactly("name /d/e", "changed /d/");
        io.makeSymbolicLink(FileLocation.of("d/s"), FileName.of("e"));
        assertThat(told.take()).containsExactly("name /d/s", "changed /d/");
    }

    @Test
    void aFurtherNameAndTheFileThatHasIt() throws OwnIoException {
        try (FileReference file = io.lookUp(FILE)) {
            io.link(FILE, FileLocation.of("d/further"));
            assertThat(file.node().paths()).hasSize(2);
        }
        assertThat(told.take()).hasSize(3).startsWith("name /d/further", "changed /d/");
    }

    @Test
    void bothNamesOfARename() throws OwnIoException {
        io.rename(FILE, FileLocation.of("d/moved"), 0);
        assertThat(told.take()).containsExactly("name /file", "changed /", "name /d/moved", "changed /d/");
    }

    @Test
    void namesThatAreTakenAway() throws OwnIoException {
        try (FileReference file = io.lookUp(FILE)) {
            io.unlink(FILE);
            assertThat(file.node().isUnlinked()).isTrue();
        }
        assertThat(told.take()).hasSize(3).startsWith("name /file", "changed /");
        io.removeDirectory(DIRECTORY);
        assertThat(told.take()).containsExactly("name /d", "changed /");
    }

    @Test
    void nothingThatOnlyLooks() throws IOException {
        try (OwnFile file = io.open(FILE, OpenFlags.READ_ONLY)) {
            file.read(0, 10);
            file.information();
            file.flush(false);
            file.lock(LockType.SHARED, 0, 0);
        }
        io.list(FileLocation.of(""));
        io.lookUp(FILE).close();
        io.volumeInformation();
        io.extendedAttributes(FILE);
        io.flushVolume();
        assertThat(told.take()).isEmpty();
    }

    @Test
    void nothingThatFails() {
        base.fail(OperationKind.MKDIR, Errno.ENOSPC);
        base.fail(OperationKind.TRUNCATE, Errno.EIO);
        assertThatThrownBy(() -> io.makeDirectory(FileLocation.of("no"), 0700)).isInstanceOf(OwnIoException.class);
        assertThatThrownBy(() -> io.change(FILE, AttributeChange.size(1))).isInstanceOf(OwnIoException.class);
        assertThat(told.take()).isEmpty();
    }
}
