package dev.weir.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.manager.FileNodeObject;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostWatchTest {
    private static final int QUEUE = 16_384;

    @TempDir
    Path folder;

    private HostVolume volume;
    private HostWatch watch;
    private final Told told = new Told();
    private int markers;

    /** What is told, in words. */
    private static final class Told implements HostWatch.Listener {
        private final List<String> events = new CopyOnWriteArrayList<>();
        private final Set<Integer> own = ConcurrentHashMap.newKeySet();
        private volatile boolean wants = true;
        private volatile boolean fails;
        private volatile CountDownLatch gate = new CountDownLatch(0);

        @Override
        public boolean isOwn(int thread) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return own.contains(thread);
        }

        @Override
        public void nameChanged(FileNodeObject directory, FileName name) {
            events.add("name " + name.text() + " in " + directory.inode());
            if (fails) {
                throw new IllegalStateException("on purpose");
            }
        }

        @Override
        public void attributesChanged(FileNodeObject file) {
            events.add("attributes of " + file.inode());
        }

        @Override
        public boolean dataChanged(FileNodeObject file, boolean writerClosed) {
            events.add("data of " + file.inode());
            if (writerClosed) {
                events.add("closed " + file.inode());
            }
            return wants;
        }

        @Override
        public boolean wantsWrites(FileNodeObject file) {
            return wants;
        }

        @Override
        public void mountsChanged() {
            events.add("mounts");
        }

        @Override
        public void eventsLost() {
            events.add("lost");
        }

        void awaitEvent(String event) {
            Awaitility.await()
                    .dontCatchUncaughtExceptions()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> events.contains(event));
        }
    }

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(
                Capabilities.has(NativeThread.current(), Capabilities.CAP_SYS_ADMIN), "watching needs CAP_SYS_ADMIN");
        volume = new HostVolume(folder);
        try {
            watch = ((HostFileSystem) volume.volume.base()).watch(volume.volume.nodes(), told);
        } catch (SystemCallException refused) {
            volume.close();
            volume = null;
            assumeTrue(
                    refused.errno() != Errno.EOPNOTSUPP,
                    "the temporary folder's file system can't be watched: " + refused.getMessage());
            throw refused;
        }
    }

    @AfterEach
    void close() throws Exception {
        if (volume != null) {
            watch.close();
            volume.close();
        }
    }

    private static long inode(Path file) throws Exception {
        return (long) Files.getAttribute(file, "unix:ino");
    }

    /** What has happened until now is told, and forgotten; else it could be told as one with what comes. */
    private void settle() throws Exception {
        String marker = "settled" + markers++;
        Files.createFile(folder.resolve(marker));
        told.awaitEvent("name " + marker + " in " + inode(folder));
        told.events.clear();
    }

    @Test
    void tellsNamesInDirectoriesThatSomebodyKnows() throws Exception {
        Files.createDirectory(folder.resolve("unknown"));
        Path known = Files.createDirectory(folder.resolve("known"));
        assertThat(volume.node("known").inode()).isEqualTo(inode(known));
        Files.createFile(folder.resolve("unknown/a"));
        Files.createFile(known.resolve("b"));
        told.awaitEvent("name b in " + inode(known));
        Files.move(known.resolve("b"), folder.resolve("c"));
        told.awaitEvent("name c in " + inode(folder));
        Files.delete(folder.resolve("c"));
        Files.createDirectory(known.resolve("d"));
        told.awaitEvent("name d in " + inode(known));
        assertThat(told.events).noneMatch(event -> event.startsWith("name a"));
    }

    @Test
    void tellsAttributesAndDataOfFilesThatSomebodyKnows() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        long inode = inode(file);
        assertThat(volume.node("file").inode()).isEqualTo(inode);
        settle();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        told.awaitEvent("attributes of " + inode);
        assertThat(told.events).noneMatch(event -> event.startsWith("data"));
        Files.writeString(file, "y", StandardOpenOption.APPEND);
        told.awaitEvent("closed " + inode);
        assertThat(told.events).contains("data of " + inode);
        settle();
        Files.createLink(folder.resolve("link"), file);
        told.awaitEvent("attributes of " + inode);
        Path other = Files.writeString(folder.resolve("other"), "z");
        settle();
        Files.move(other, folder.resolve("link"), StandardCopyOption.REPLACE_EXISTING);
        told.awaitEvent("attributes of " + inode);
        settle();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        told.awaitEvent("attributes of " + inode(folder));
    }

    @Test
    void keepsOwnChangesToItself() throws Exception {
        told.own.add(ProcessCalls.thread(NativeThread.current()));
        Files.createFile(folder.resolve("own"));
        Thread other = Thread.ofPlatform()
                .start(() -> folder.resolve("others").toFile().mkdir());
        other.join();
        told.awaitEvent("name others in " + inode(folder));
        assertThat(told.events).noneMatch(event -> event.startsWith("name own "));
    }

    /** Writes for as long as events of that are told, and a little longer. */
    private void writeUntilIgnored(Path file, String event) throws Exception {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            int quiet = 0;
            while (quiet < 20) {
                long before = told.events.stream().filter(event::equals).count();
                channel.write(ByteBuffer.wrap(new byte[] {1}), 0);
                Thread.sleep(10);
                quiet = told.events.stream().filter(event::equals).count() == before ? quiet + 1 : 0;
            }
        }
        told.events.clear();
    }

    @Test
    void writesThatNobodyWantsToKnowOfAreToldNoMoreUntilSomebodyDoes() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "content");
        FileNodeObject node = volume.node("file");
        String event = "data of " + inode(file);
        settle();
        told.wants = false;
        writeUntilIgnored(file, event);
        settle();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        told.awaitEvent("attributes of " + inode(file));
        told.wants = true;
        assertThat(watch.listensTo(node)).isFalse();
        assertThat(watch.listensTo(node)).isTrue();
        told.events.clear();
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), 0);
            told.awaitEvent(event);
        }
    }

    /** A file elsewhere, written to all the time, becomes known at any moment: from then on writes are told. */
    @Test
    void aFileThatBecomesKnownWhileItIsBeingIgnoredIsListenedTo() throws Exception {
        var random = new Random(5);
        for (int round = 0; round < 40; round++) {
            String name = "f" + round;
            Path file = Files.writeString(folder.resolve(name), "content");
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                long end = System.nanoTime() + random.nextInt(40_000_000);
                while (System.nanoTime() < end) {
                    channel.write(ByteBuffer.wrap(new byte[] {1}), 0);
                }
                FileNodeObject node = volume.node(name);
                watch.listensTo(node);
                settle();
                channel.write(ByteBuffer.wrap(new byte[] {1}), 0);
                told.awaitEvent("data of " + node.inode());
            }
        }
    }

    @Test
    void saysThatEventsWereLost() throws Exception {
        told.gate = new CountDownLatch(1);
        try {
            for (int i = 0; i < QUEUE + 2_000; i++) {
                folder.resolve("d" + i).toFile().mkdir();
            }
        } finally {
            told.gate.countDown();
        }
        told.awaitEvent("lost");
    }

    /** A listener that throws ends the source: nobody relies on it any more, and there is a new one for the next. */
    @Test
    void aSourceThatFailsSaysSo() throws Exception {
        assertThat(watch.sees(volume.root())).isTrue();
        told.fails = true;
        Files.createFile(folder.resolve("a"));
        told.awaitEvent("lost");
        assertThat(watch.sees(volume.root())).isFalse();
        told.fails = false;
        awaitReaders(0);
        watch.close();
        watch = ((HostFileSystem) volume.volume.base()).watch(volume.volume.nodes(), told);
        assertThat(watch.sees(volume.root())).isTrue();
        Files.createFile(folder.resolve("b"));
        told.awaitEvent("name b in " + inode(folder));
    }

    @Test
    void aSourceIsSharedAndEndsWithItsLastWatch() throws Exception {
        awaitReaders(1);
        var second = new Told();
        HostWatch other = ((HostFileSystem) volume.volume.base()).watch(volume.volume.nodes(), second);
        assertThat(readers()).isEqualTo(1);
        watch.close();
        Files.createFile(folder.resolve("a"));
        second.awaitEvent("name a in " + inode(folder));
        assertThat(told.events).isEmpty();
        other.close();
        awaitReaders(0);
        watch = ((HostFileSystem) volume.volume.base()).watch(volume.volume.nodes(), told);
        Files.createFile(folder.resolve("b"));
        told.awaitEvent("name b in " + inode(folder));
    }

    /** Those of other tests end, too. */
    private static void awaitReaders(long number) {
        Awaitility.await()
                .dontCatchUncaughtExceptions()
                .atMost(Duration.ofSeconds(20))
                .until(() -> readers() == number);
    }

    private static long readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("weir-watch-"))
                .count();
    }

    @Test
    void knowsFilesOfATmpfsAndSeesMounts() throws Exception {
        Path place = Files.createDirectory(folder.resolve("place"));
        mountTmpfs(place);
        try (HostVolume other = new HostVolume(place)) {
            told.awaitEvent("mounts");
            var second = new Told();
            HostWatch inside = ((HostFileSystem) other.volume.base()).watch(other.volume.nodes(), second);
            Files.createFile(place.resolve("file"));
            second.awaitEvent("name file in " + inode(place));
            assertThat(inside.sees(other.root())).isTrue();
            assertThat(inside.sees(volume.root())).isFalse();
            inside.close();
        } finally {
            MountCalls.unmount(NativeThread.current(), TemporaryFiles.name(place), 2);
        }
    }

    private static void mountTmpfs(Path place) {
        long type = TemporaryFiles.secondName("tmpfs");
        TemporaryFiles.ok(MountCalls.mount(NativeThread.current(), type, TemporaryFiles.name(place), type, 0, 0));
    }

    @Test
    void refusesFileSystemsThatOthersChangeUnseen() throws Exception {
        try (HostVolume proc = new HostVolume(Path.of("/proc/sys"))) {
            assertThatThrownBy(() -> ((HostFileSystem) proc.volume.base()).watch(proc.volume.nodes(), told))
                    .isInstanceOf(SystemCallException.class)
                    .hasMessageContaining("fanotify on proc");
        }
    }
}
