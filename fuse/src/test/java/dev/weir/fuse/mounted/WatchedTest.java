package dev.weir.fuse.mounted;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.fuse.DataMode;
import dev.weir.fuse.MountOptions;
import dev.weir.manager.OperationKind;
import dev.weir.manager.Totals;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes below, past the mount, while the kernel believes for an hour: it is told. */
class WatchedTest {
    private static final MountOptions WATCHED = MountOptions.usual().withWatchedTimeOut(Duration.ofHours(1));
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));

    private Mounted mounted = mount(WATCHED);
    private Path top = mounted.directory;
    private Path below = mounted.below;

    private static Mounted mount(MountOptions options) {
        try {
            Mounted made = Mounted.beside(options);
            // Asks the kernel, which says what it can do.
            assertThat(made.directory).isDirectory();
            String refusal = made.fuse.watchRefusal();
            if (!refusal.isEmpty()) {
                made.close();
                assumeTrue(false, "changes below can't be watched here: " + refusal);
            }
            return made;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void mountAgain(MountOptions options) throws IOException {
        mounted.close();
        mounted = mount(options);
        top = mounted.directory;
        below = mounted.below;
    }

    @AfterEach
    void unmount() throws IOException {
        mounted.close();
    }

    private static void soon(Callable<Boolean> seen) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(10))
                .until(seen);
    }

    private long count(OperationKind kind) {
        Totals totals = mounted.volume().totals().get(kind);
        return totals == null ? 0 : totals.count();
    }

    /** The questions that the kernel asked so far, those that it asks through a listing too. */
    private long questions() {
        return count(OperationKind.LOOKUP) + count(OperationKind.GETATTR) + count(OperationKind.READDIR);
    }

    private interface Looks {
        void look() throws IOException;
    }

    /** Looking twice, with more than a second in between, asks once; at the fifth try at the latest, since whatever is mounted on the machine meanwhile makes names be looked at again. */
    private void assertNothingIsAskedTwice(Looks looks) throws Exception {
        long asked = -1;
        for (int i = 0; i < 5 && asked != 0; i++) {
            looks.look();
            long before = questions();
            Thread.sleep(1_500);
            looks.look();
            asked = questions() - before;
        }
        assertThat(asked).isZero();
    }

    // ---- what others change

    @Test
    void namesThatComeMoveAndGo() throws Exception {
        assertThat(top.resolve("new")).doesNotExist();
        Files.writeString(below.resolve("new"), "content");
        soon(() -> Files.exists(top.resolve("new")));
        assertThat(Files.readString(top.resolve("new"))).isEqualTo("content");
        Files.move(below.resolve("new"), below.resolve("moved"));
        soon(() -> Files.notExists(top.resolve("new")) && Files.exists(top.resolve("moved")));
        Files.delete(below.resolve("moved"));
        soon(() -> Files.notExists(top.resolve("moved")));
    }

    @Test
    void aFileInThePlaceOfAnother() throws Exception {
        Files.writeString(below.resolve("file"), "old");
        Files.writeString(below.resolve("other"), "the new one");
        assertThat(Files.readString(top.resolve("file"))).isEqualTo("old");
        assertThat(Files.size(top.resolve("other"))).isEqualTo(11);
        Files.move(below.resolve("other"), below.resolve("file"), StandardCopyOption.REPLACE_EXISTING);
        soon(() -> Files.size(top.resolve("file")) == 11 && Files.notExists(top.resolve("other")));
        assertThat(Files.readString(top.resolve("file"))).isEqualTo("the new one");
    }

    @Test
    void directoriesAndWhatIsInThem() throws Exception {
        Path deep = Files.createDirectories(top.resolve("a/b/c"));
        Files.writeString(deep.resolve("file"), "content");
        Files.getLastModifiedTime(deep);
        Files.move(below.resolve("a"), below.resolve("z"));
        soon(() -> Files.exists(top.resolve("z/b/c/file")) && Files.notExists(deep));
        FileTime before = Files.getLastModifiedTime(top.resolve("z/b"));
        Object links = Files.getAttribute(top.resolve("z/b"), "unix:nlink");
        Files.createDirectory(below.resolve("z/b/d"));
        soon(() -> !Files.getLastModifiedTime(top.resolve("z/b")).equals(before));
        assertThat(Files.getAttribute(top.resolve("z/b"), "unix:nlink")).isNotEqualTo(links);
        try (Stream<Path> listed = Files.list(top.resolve("z/b"))) {
            assertThat(listed.map(p -> p.getFileName().toString())).containsExactlyInAnyOrder("c", "d");
        }
    }

    @Test
    void attributesOfFilesDirectoriesAndLinks() throws Exception {
        Files.writeString(below.resolve("file"), "content");
        Files.createDirectory(below.resolve("folder"));
        Files.createSymbolicLink(below.resolve("link"), Path.of("target"));
        for (String name : new String[] {"file", "folder"}) {
            Path upper = top.resolve(name);
            Path lower = below.resolve(name);
            Files.getPosixFilePermissions(upper);
            Files.setPosixFilePermissions(lower, PosixFilePermissions.fromString("r-x-w---x"));
            soon(() -> PosixFilePermissions.toString(Files.getPosixFilePermissions(upper))
                    .equals("r-x-w---x"));
            Files.setAttribute(lower, "unix:uid", 12345);
            soon(() -> Files.getAttribute(upper, "unix:uid").equals(12345));
            Files.setLastModifiedTime(lower, LONG_AGO);
            soon(() -> Files.getLastModifiedTime(upper).equals(LONG_AGO));
        }
        Path link = top.resolve("link");
        Files.getLastModifiedTime(link, NOFOLLOW_LINKS);
        Files.setAttribute(below.resolve("link"), "unix:uid", 12345, NOFOLLOW_LINKS);
        soon(() -> Files.getAttribute(link, "unix:uid", NOFOLLOW_LINKS).equals(12345));
    }

    @Test
    void howManyNamesAFileHas() throws Exception {
        Files.writeString(below.resolve("one"), "content");
        assertThat(Files.getAttribute(top.resolve("one"), "unix:nlink")).isEqualTo(1);
        Files.createLink(below.resolve("two"), below.resolve("one"));
        soon(() -> Files.getAttribute(top.resolve("one"), "unix:nlink").equals(2));
        assertThat(Files.getAttribute(top.resolve("two"), "unix:nlink")).isEqualTo(2);
        Files.delete(below.resolve("two"));
        soon(() -> Files.getAttribute(top.resolve("one"), "unix:nlink").equals(1));
    }

    @Test
    void sizeAndDataOfAFile() throws Exception {
        Files.writeString(below.resolve("file"), "content");
        assertThat(Files.size(top.resolve("file"))).isEqualTo(7);
        Files.writeString(below.resolve("file"), " and more", StandardOpenOption.APPEND);
        soon(() -> Files.size(top.resolve("file")) == 16);
        try (var channel = FileChannel.open(below.resolve("file"), StandardOpenOption.WRITE)) {
            channel.truncate(3);
            soon(() -> Files.size(top.resolve("file")) == 3);
        }
        assertThat(Files.readString(top.resolve("file"))).isEqualTo("con");
    }

    /** There the kernel's own size and times win over what it is told, as long as it knows the file. */
    @Test
    void sizeDataAndTimesWhereTheKernelWritesBack() throws Exception {
        mountAgain(WATCHED.withDataMode(DataMode.WRITEBACK));
        assumeTrue(mounted.fuse.dropsUnusedFiles(), "this kernel can't be told to drop a file");
        Path file = top.resolve("file");
        Path under = below.resolve("file");
        Files.writeString(file, "one");
        assertThat(Files.readString(file)).isEqualTo("one");
        Files.writeString(under, "MORE", StandardOpenOption.APPEND);
        seldomLookedAt(() -> Files.readString(file).equals("oneMORE"));
        Files.writeString(file, "X", StandardOpenOption.APPEND);
        assertThat(Files.readString(under)).isEqualTo("oneMOREX");
        Files.writeString(under, "5");
        seldomLookedAt(() -> Files.size(file) == 1 && Files.readString(file).equals("5"));
        Files.setLastModifiedTime(under, LONG_AGO);
        seldomLookedAt(() -> Files.getLastModifiedTime(file).equals(LONG_AGO));
    }

    /** A file that is open at the moment is dropped a second later: so it must not be open all the time. */
    private static void seldomLookedAt(Callable<Boolean> seen) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(60))
                .until(seen);
    }

    /** It goes round Weir's READ, so the kernel is told nothing by an answer. */
    @Test
    void theAccessTimeOfWhatIsCopied() throws Exception {
        Path from = Files.writeString(top.resolve("from"), "content");
        call("touch", "-a", "-d", "2001-02-03", from.toString());
        Object old = Files.getAttribute(from, "lastAccessTime");
        call(
                "python3",
                "-c",
                "import os, sys; os.copy_file_range(os.open(sys.argv[1], 0), os.open(sys.argv[2], os.O_CREAT | os.O_WRONLY), 7)",
                from.toString(),
                top.resolve("to").toString());
        assertThat(Files.readString(below.resolve("to"))).isEqualTo("content");
        assertThat(Files.getAttribute(from, "lastAccessTime"))
                .isEqualTo(Files.getAttribute(below.resolve("from"), "lastAccessTime"))
                .isNotEqualTo(old);
    }

    /** Without passthrough the kernel has pages of its own. */
    @Test
    void dataOfAFileThatStaysOpen() throws Exception {
        mountAgain(WATCHED.withDataMode(DataMode.SEEN));
        Files.writeString(below.resolve("file"), "content");
        try (var arena = Arena.ofShared();
                var open = FileChannel.open(top.resolve("file"))) {
            MemorySegment map = open.map(FileChannel.MapMode.READ_ONLY, 0, 7, arena);
            assertThat(map.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 'c');
            try (var channel = FileChannel.open(below.resolve("file"), StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[] {'C'}));
            }
            soon(() -> map.get(ValueLayout.JAVA_BYTE, 0) == 'C');
        }
    }

    @Test
    void storesIntoAMappingAtItsEnd() throws Exception {
        Files.writeString(below.resolve("file"), "content");
        Files.setLastModifiedTime(below.resolve("file"), LONG_AGO);
        soon(() -> Files.getLastModifiedTime(top.resolve("file")).equals(LONG_AGO));
        try (var arena = Arena.ofConfined()) {
            MemorySegment map;
            try (var channel =
                    FileChannel.open(below.resolve("file"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                map = channel.map(FileChannel.MapMode.READ_WRITE, 0, 7, arena);
            }
            map.set(ValueLayout.JAVA_BYTE, 0, (byte) 'C');
        }
        soon(() -> !Files.getLastModifiedTime(top.resolve("file")).equals(LONG_AGO));
    }

    /** Stores through the mount, in passthrough, of which nothing comes: believed for a second at most, though the descriptor is closed. */
    @Test
    void storesIntoAMappingInPassthrough() throws Exception {
        Files.writeString(below.resolve("file"), "content");
        Files.setLastModifiedTime(below.resolve("file"), LONG_AGO);
        soon(() -> Files.getLastModifiedTime(top.resolve("file")).equals(LONG_AGO));
        try (var arena = Arena.ofConfined()) {
            MemorySegment map;
            try (var channel =
                    FileChannel.open(top.resolve("file"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                map = channel.map(FileChannel.MapMode.READ_WRITE, 0, 7, arena);
            }
            assertThat(Files.getLastModifiedTime(top.resolve("file"))).isEqualTo(LONG_AGO);
            map.set(ValueLayout.JAVA_BYTE, 0, (byte) 'C');
            soon(() -> !Files.getLastModifiedTime(top.resolve("file")).equals(LONG_AGO));
        }
    }

    /** Two volumes of this process on one directory: what is done through one is somebody else's change for the other. */
    @Test
    void whatAnotherVolumeChanges() throws Exception {
        try (Mounted other = Mounted.serving(WATCHED, below)) {
            assertThat(top.resolve("file")).doesNotExist();
            Files.writeString(other.directory.resolve("file"), "content");
            soon(() -> Files.exists(top.resolve("file")));
            assertThat(Files.size(other.directory.resolve("file"))).isEqualTo(7);
            Files.setPosixFilePermissions(top.resolve("file"), PosixFilePermissions.fromString("rwx------"));
            soon(() -> Files.isExecutable(other.directory.resolve("file")));
            Files.delete(top.resolve("file"));
            soon(() -> Files.notExists(other.directory.resolve("file")));
        }
        Files.writeString(below.resolve("file"), "content");
        soon(() -> Files.exists(top.resolve("file")));
    }

    @Test
    void whatIsMountedBelow() throws Exception {
        Path folder = Files.createDirectory(below.resolve("folder"));
        Files.createFile(folder.resolve("under"));
        assertThat(top.resolve("folder/under")).exists();
        call("mount", "-t", "tmpfs", "none", folder.toString());
        try {
            Files.createFile(folder.resolve("over"));
            soon(() -> Files.exists(top.resolve("folder/over")) && Files.notExists(top.resolve("folder/under")));
        } finally {
            call("umount", "-l", folder.toString());
        }
        soon(() -> Files.exists(top.resolve("folder/under")) && Files.notExists(top.resolve("folder/over")));
    }

    /** To be asked again is one thing, to be thrown out another. */
    @Test
    void whatIsMountedInsideAndWhatRunsFromThereStay() throws Exception {
        Path inner = Files.createDirectory(top.resolve("inner"));
        Path program = Files.copy(Path.of("/bin/sleep"), top.resolve("sleep"), StandardCopyOption.COPY_ATTRIBUTES);
        call("mount", "-t", "tmpfs", "none", inner.toString());
        Process running = null;
        try {
            Files.createFile(inner.resolve("file"));
            running = new ProcessBuilder(program.toString(), "1000").start();
            Files.createFile(below.resolve("new"));
            soon(() -> Files.exists(top.resolve("new")));
            mounted.load("asked", "100", () -> new Watching(MajorFunction.QUERY_OPEN));
            assertThat(inner.resolve("file")).exists();
            mounted.unload("asked");
            Files.createFile(below.resolve("newer"));
            Thread.sleep(1_500);
            assertThat(top.resolve("newer")).exists();
            assertThat(inner.resolve("file")).exists();
            assertThat(program).exists();
            assertThat(Files.readSymbolicLink(Path.of("/proc/" + running.pid() + "/exe")))
                    .isEqualTo(program);
        } finally {
            if (running != null) {
                running.destroyForcibly().waitFor();
            }
            call("umount", "-l", inner.toString());
        }
    }

    private static void call(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }

    // ---- what is asked

    @Test
    void nothingIsAskedTwice() throws Exception {
        Path folder = Files.createDirectory(top.resolve("folder"));
        for (int i = 0; i < 50; i++) {
            Files.createDirectory(folder.resolve("d" + i));
        }
        Files.exists(folder.resolve("missing"));
        // What the own changes make the source of events tell is through then.
        Thread.sleep(200);
        assertNothingIsAskedTwice(() -> {
            for (int i = 0; i < 50; i++) {
                Files.getLastModifiedTime(folder.resolve("d" + i));
            }
            assertThat(Files.exists(folder.resolve("missing"))).isFalse();
        });
        Files.createFile(below.resolve("folder/missing"));
        soon(() -> Files.exists(folder.resolve("missing")));
    }

    private long listed(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void aListingIsReadOnce() throws Exception {
        Path folder = Files.createDirectory(top.resolve("folder"));
        for (int i = 0; i < 300; i++) {
            Files.createFile(below.resolve("folder/f" + i));
        }
        soon(() -> listed(folder) == 300);
        Thread.sleep(1_500);
        assertThat(listed(folder)).isEqualTo(300);
        long before = count(OperationKind.READDIR);
        assertThat(listed(folder)).isEqualTo(300);
        assertThat(count(OperationKind.READDIR)).isEqualTo(before);
        // Through the mount, and below it.
        Files.createFile(folder.resolve("own"));
        assertThat(listed(folder)).isEqualTo(301);
        for (int i = 0; i < 100; i++) {
            Files.delete(below.resolve("folder/f" + i));
            int left = 300 - i;
            soon(() -> listed(folder) == left);
        }
        Files.delete(folder.resolve("own"));
        assertThat(listed(folder)).isEqualTo(200);
    }

    @Test
    void aFilterSeesEachListing() throws Exception {
        Path folder = Files.createDirectory(top.resolve("folder"));
        Files.createFile(folder.resolve("file"));
        listed(folder);
        mounted.load("lister", "100", () -> new Watching(MajorFunction.DIRECTORY_CONTROL));
        for (int i = 0; i < 3; i++) {
            long before = count(OperationKind.READDIR);
            listed(folder);
            assertThat(count(OperationKind.READDIR)).isGreaterThan(before);
        }
    }

    /** What was written in passthrough is believed for long as soon as nobody can write to it any more. */
    @Test
    void whatWasJustWrittenIsNotAskedTwiceEither() throws Exception {
        for (int i = 0; i < 20; i++) {
            Files.writeString(top.resolve("f" + i), "content");
        }
        // What was believed for a second has to be asked again first.
        Thread.sleep(1_200);
        assertNothingIsAskedTwice(() -> {
            for (int i = 0; i < 20; i++) {
                assertThat(Files.size(top.resolve("f" + i))).isEqualTo(7);
            }
        });
        Files.writeString(below.resolve("f3"), "longer than before");
        soon(() -> Files.size(top.resolve("f3")) == 18);
    }

    /** A filter that registered for what the kernel asks sees it as often as without a watch. */
    @Test
    void aFilterThatWantsToSeeQuestionsSeesThem() throws Exception {
        Path file = Files.createDirectory(top.resolve("folder"));
        Files.getLastModifiedTime(file);
        mounted.load("asked", "100", () -> new Watching(MajorFunction.QUERY_INFORMATION));
        Files.getLastModifiedTime(file);
        long before = questions();
        Thread.sleep(1_200);
        Files.getLastModifiedTime(file);
        assertThat(questions()).isGreaterThan(before);
        mounted.unload("asked");
        // A second after a change of the stack names are looked at once more.
        Thread.sleep(1_200);
        assertNothingIsAskedTwice(() -> Files.getLastModifiedTime(file));
    }

    /** Wants to see what it registered for, and no more. */
    private record Watching(MajorFunction major) implements Minifilter {
        @Override
        public Registration registration(FilterManager manager) throws dev.weir.FilterException {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .preOperation(major, (data, objects) -> PreOperationStatus.SUCCESS_NO_CALLBACK)
                    .build();
        }
    }

    @Test
    void whereTimesAreChosenNothingIsWatched() throws Exception {
        Duration second = Duration.ofSeconds(1);
        mounted.close();
        mounted = Mounted.beside(MountOptions.usual().withTimeOuts(second, second, Duration.ZERO));
        assertThat(mounted.fuse.watchRefusal()).isEqualTo("times were chosen");
    }

    // ---- all at once

    /** Names change hands below while programs ask for them all the time: in the end everybody is right, though an answer may have been on its way when the kernel was told. */
    @Test
    @Tag("load")
    void anAnswerThatWasOnItsWayDoesNotStay() throws Exception {
        var over = new AtomicBoolean();
        var random = new Random(4);
        for (int i = 0; i < 8; i++) {
            Files.writeString(below.resolve("n" + i), "x".repeat(i + 1));
        }
        Thread[] readers = new Thread[3];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    for (int n = 0; n < 8; n++) {
                        top.resolve("n" + n).toFile().length();
                    }
                }
            });
        }
        for (int round = 0; round < 15; round++) {
            long end = System.nanoTime() + 150_000_000L;
            while (System.nanoTime() < end) {
                Path one = below.resolve("n" + random.nextInt(8));
                Path other = below.resolve("n" + random.nextInt(8));
                if (one.toFile().exists() && !one.equals(other)) {
                    Files.move(one, other, StandardCopyOption.REPLACE_EXISTING);
                }
                Files.writeString(below.resolve("n" + random.nextInt(8)), "y".repeat(random.nextInt(100)));
                Thread.sleep(random.nextInt(3));
            }
            soon(this::isAsBelow);
            Thread.sleep(1_200);
            assertThat(isAsBelow()).isTrue();
        }
        over.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
    }

    private boolean isAsBelow() throws IOException {
        for (int i = 0; i < 8; i++) {
            Path upper = top.resolve("n" + i);
            Path lower = below.resolve("n" + i);
            if (Files.exists(upper) != Files.exists(lower)
                    || Files.exists(lower) && Files.size(upper) != Files.size(lower)) {
                return false;
            }
        }
        return true;
    }

    /** More changes than the kernel keeps events of. */
    @Test
    @Tag("load")
    void whenEventsAreLostEverythingIsAskedAgain() throws Exception {
        Path folder = Files.createDirectory(below.resolve("folder"));
        for (int i = 0; i < 20; i++) {
            Files.writeString(folder.resolve("known" + i), "content");
            assertThat(Files.size(top.resolve("folder/known" + i))).isEqualTo(7);
        }
        Thread[] writers = new Thread[2];
        for (int i = 0; i < writers.length; i++) {
            String prefix = "w" + i + "-";
            writers[i] = Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 10_000; n++) {
                    new java.io.File(folder.toFile(), prefix + n).mkdir();
                }
            });
        }
        for (Thread writer : writers) {
            writer.join();
        }
        for (int i = 0; i < 20; i++) {
            Files.writeString(folder.resolve("known" + i), "other content");
        }
        for (int i = 0; i < 20; i++) {
            Path file = top.resolve("folder/known" + i);
            soon(() -> Files.size(file) == 13);
        }
    }

    /** What is told meanwhile goes nowhere else. */
    @Test
    @Tag("load")
    void volumesComeAndGoWhileEverythingChanges() throws Exception {
        var over = new AtomicBoolean();
        Path busy = Files.createDirectory(mounted.parent.resolve("busy"));
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int n = 0; !over.get(); n++) {
                java.io.File file = new java.io.File(busy.toFile(), "f" + n % 10);
                file.mkdir();
                file.delete();
            }
        });
        try {
            for (int round = 0; round < 20; round++) {
                try (Mounted other = mount(WATCHED)) {
                    Files.writeString(other.below.resolve("file"), "content");
                    soon(() -> Files.exists(other.directory.resolve("file")));
                    Files.delete(other.below.resolve("file"));
                }
            }
        } finally {
            over.set(true);
            writer.join();
            try (Stream<Path> files = Files.list(busy)) {
                files.forEach(file -> file.toFile().delete());
            }
        }
    }
}
