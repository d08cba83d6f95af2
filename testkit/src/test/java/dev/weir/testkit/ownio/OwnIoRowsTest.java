package dev.weir.testkit.ownio;

import static dev.weir.testkit.ownio.OwnIoRig.bytes;
import static dev.weir.testkit.ownio.OwnIoRig.failure;
import static dev.weir.testkit.ownio.OwnIoRig.operations;
import static dev.weir.testkit.ownio.OwnIoRig.status;
import static dev.weir.testkit.ownio.OwnIoRig.text;
import static dev.weir.testkit.ownio.OwnIoRig.unchecked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FilePath;
import dev.weir.FileType;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.io.AttributeChange;
import dev.weir.io.FileLocation;
import dev.weir.io.ListedName;
import dev.weir.io.OpenFlags;
import dev.weir.io.OwnFile;
import dev.weir.io.OwnIo;
import dev.weir.testkit.FilterHarness;
import dev.weir.testkit.PendedOperations;
import dev.weir.testkit.RecordingFilter;
import dev.weir.testkit.Seen;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What filters do with files themselves: the rows of the reference on filter-initiated I/O. */
@Timeout(120)
class OwnIoRowsTest {
    private static final FileLocation FILE = FileLocation.of("file");

    private final OwnIoRig rig;
    private final FilterHarness harness;
    private final OwnIo io;

    OwnIoRowsTest() throws FilterException {
        rig = new OwnIoRig();
        harness = rig.harness;
        io = rig.io();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("I1, O7: FltCreateFileEx from an instance: not seen by it or by higher ones")
    void o7() throws IOException {
        io.create(FILE, OpenFlags.READ_WRITE, 0600).close();

        assertThat(operations(rig.above)).isEmpty();
        assertThat(operations(rig.own)).isEmpty();
        assertThat(operations(rig.below)).containsExactly("create", "cleanup", "release");
    }

    @Test
    @DisplayName("I2, O7: with NULL instance seen by all")
    void o7FromTheTop() throws IOException {
        io.fromTheTop().create(FILE, OpenFlags.READ_WRITE, 0600).close();

        assertThat(operations(rig.above)).containsExactly("create", "cleanup", "release");
        assertThat(operations(rig.own)).containsExactly("create", "cleanup", "release");
        assertThat(operations(rig.below)).containsExactly("create", "cleanup", "release");
    }

    @Test
    void aPathIsWalkedThroughLookUpsBelow() throws IOException {
        harness.mkdir("a");
        harness.mkdir("a/b");
        rig.put("a/b/c", "text");
        rig.forgetSeen();

        try (OwnFile file = io.open(FileLocation.of("a/b/c"), OpenFlags.READ_ONLY)) {
            assertThat(text(file.read(0, 4))).isEqualTo("text");
        }

        assertThat(operations(rig.below))
                .containsExactly("lookup", "lookup", "lookup", "open", "read", "cleanup", "release");
        assertThat(rig.below.seen(Seen.Callback.PRE).get(2).path()).isEqualTo("a/b/c");
        assertThat(operations(rig.above)).isEmpty();
    }

    @Test
    @DisplayName("I10 (3.7): GENERATED_IO: operations say whose they are")
    void generatedOperationsSayWhoseTheyAre() throws IOException {
        var generated = new CopyOnWriteArrayList<String>();
        rig.below.pre((data, objects) -> {
            generated.add(data.operationName() + " " + data.isGenerated() + " "
                    + (data.requestor().processId() == ProcessHandle.current().pid()) + " "
                    + data.requestor().userId());
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        });

        io.makeDirectory(FileLocation.of("own"), 0700);
        harness.mkdir("programs");

        assertThat(generated).containsExactly("mkdir true true 0", "mkdir false false 1000");
        assertThat(harness.getattr("own").attributes().userId()).isZero();
        assertThat(harness.getattr("own").attributes().mode() & 0777).isEqualTo(0700);
    }

    @Test
    void createsAsTheRequestorWhereAsked() throws IOException {
        rig.own.pre((data, objects) -> {
            if (data.operationName().equals("statfs")) {
                unchecked(
                        () -> objects.instance().io().as(data.requestor()).makeDirectory(FileLocation.of("his"), 0700));
            }
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        });
        harness.caller(77, 78, 501, 502);

        harness.statfs();

        assertThat(harness.getattr("his").attributes().userId()).isEqualTo(501);
        assertThat(harness.getattr("his").attributes().groupId()).isEqualTo(502);
    }

    @Test
    @DisplayName("I3 (3.7): FltReadFile, FltWriteFile: what was written is read")
    void readsAndWritesRoundTrip() throws IOException {
        try (OwnFile file = io.create(FILE, OpenFlags.READ_WRITE, 0644)) {
            file.write(0, bytes("hello, world"));
            assertThat(text(file.read(7, 100))).isEqualTo("world");
            assertThat(file.read(100, 5)).isEmpty();
            MemorySegment memory = MemorySegment.ofArray(new byte[5]);
            assertThat(file.read(0, memory)).isEqualTo(5);
            assertThat(file.write(1, MemorySegment.ofArray(bytes("E")))).isEqualTo(1);
            file.change(AttributeChange.size(5));
            file.flush(true);
            file.allocate(0, 0, 100);
            assertThat(file.information().size()).isEqualTo(100);
            assertThat(file.seek(0, 3)).isZero();
            assertThat(text(file.read(0, 5))).isEqualTo("hEllo");
        }
        assertThat(harness.getattr("file").attributes().size()).isEqualTo(100);
        assertThat(operations(rig.above)).containsExactly("getattr");
    }

    @Test
    @DisplayName("I4 (3.7): FltReadFile, FltWriteFile with a callback: it is always called")
    void readsAndWritesLater() throws Exception {
        try (OwnFile file = io.create(FILE, OpenFlags.READ_WRITE, 0644)) {
            OwnIoRig.get(file.writeLater(0, bytes("later")));
            byte[] read = OwnIoRig.get(file.readLater(0, 10));
            assertThat(text(read)).isEqualTo("later");
        }
    }

    @Test
    void copiesARange() throws IOException {
        rig.put("from", "0123456789");
        try (OwnFile from = io.open(FileLocation.of("from"), OpenFlags.READ_ONLY);
                OwnFile to = io.create(FileLocation.of("to"), OpenFlags.WRITE_ONLY, 0600)) {
            assertThat(from.copyTo(2, to, 1, 5)).isEqualTo(5);
        }
        assertThat(rig.get("to")).isEqualTo("\0" + "23456");
    }

    @Test
    @DisplayName("I6 (3.7): FltSetInformationFile, FltQueryDirectoryFile: names are made, renamed, removed and listed")
    void namesAreMadeRenamedAndRemoved() throws IOException {
        FileLocation directory = FileLocation.of("d");
        io.makeDirectory(directory, 0755);
        io.create(directory.resolve("a"), OpenFlags.READ_WRITE, 0644).close();
        io.link(directory.resolve("a"), FileLocation.of("hard"));
        io.makeSymbolicLink(FileLocation.of("soft"), FileName.of("d/a"));
        assertThat(io.readSymbolicLink(FileLocation.of("soft")).text()).isEqualTo("d/a");
        io.rename(directory.resolve("a"), directory.resolve("b"), 0);
        assertThat(io.list(directory)).extracting(ListedName::name).containsExactly(FileName.of("b"));
        assertThat(io.list(FileLocation.of("")))
                .extracting(name -> name.name().text(), ListedName::type)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("d", FileType.DIRECTORY),
                        org.assertj.core.groups.Tuple.tuple("hard", FileType.REGULAR),
                        org.assertj.core.groups.Tuple.tuple("soft", FileType.SYMBOLIC_LINK));
        try (var reference = io.lookUp(directory.resolve("b"));
                var other = io.lookUp(FileLocation.of("hard"))) {
            assertThat(other.node()).isSameAs(reference.node());
            assertThat(reference.node().paths()).contains(FilePath.of("d/b"), FilePath.of("hard"));
            assertThat(reference.information().links()).isEqualTo(2);
            io.unlink(directory.resolve("b"));
            assertThat(reference.node().paths()).containsExactly(FilePath.of("hard"));
        }
        io.removeDirectory(directory);
        assertThat(harness.list("")).containsExactly("hard", "soft");
        assertThat(operations(rig.own)).doesNotContain("mkdir", "rename", "unlink", "rmdir", "link", "symlink");
        assertThat(operations(rig.below)).contains("mkdir", "rename", "unlink", "rmdir", "link", "symlink");
    }

    @Test
    @DisplayName("I5 (3.7): FltSetInformationFile: attributes")
    void attributesAreChanged() throws IOException {
        rig.put("file", "text");
        Instant then = Instant.ofEpochSecond(1_000_000, 5_000);

        var changed = io.change(
                FILE,
                AttributeChange.mode(0600).withOwner(7, 8).withTimes(then, then).withSize(2));

        assertThat(changed.size()).isEqualTo(2);
        assertThat(io.information(FILE).mode() & 07777).isEqualTo(0600);
        assertThat(io.information(FILE).userId()).isEqualTo(7);
        assertThat(io.information(FILE).groupId()).isEqualTo(8);
        assertThat(io.information(FILE).modificationTime().getEpochSecond()).isEqualTo(1_000_000);
        assertThat(io.information(FILE).type()).isEqualTo(FileType.REGULAR);
        assertThat(operations(rig.below)).contains("truncate");
    }

    @Test
    @DisplayName("I7 (3.7): FltQueryEaFile, FltSetEaFile")
    void extendedAttributes() throws IOException {
        rig.put("file", "text");
        FileName name = FileName.of("user.note");
        io.setExtendedAttribute(FILE, name, bytes("value"), 0);
        assertThat(text(io.extendedAttribute(FILE, name))).isEqualTo("value");
        assertThat(io.extendedAttributes(FILE)).containsExactly(name);
        io.removeExtendedAttribute(FILE, name);
        assertThat(failure(() -> io.extendedAttribute(FILE, name)).errno()).isEqualTo(Errno.ENODATA);
        io.flushVolume();
    }

    @Test
    void aCallbackReadsThroughTheProgramsFileOnItsOwnThread() {
        rig.put("file", "content");
        rig.forgetSeen();
        var read = new AtomicReference<String>();
        rig.own.pre((data, objects) -> {
            if (data.operationName().equals("read")) {
                unchecked(() -> {
                    OwnFile file = objects.instance().io().through(data.handle());
                    read.set(text(file.read(0, 3)));
                    file.close();
                    assertThat(status(() -> file.read(0, 1))).isEqualTo(NtStatus.FILE_CLOSED);
                });
            }
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        });

        assertThat(rig.get("file")).isEqualTo("content");

        assertThat(read.get()).isEqualTo("con");
        assertThat(operations(rig.below)).containsExactly("open", "read", "read", "close", "cleanup", "release");
        assertThat(rig.below.seen(Seen.Callback.PRE))
                .filteredOn(seen -> seen.operation().equals("read"))
                .extracting(Seen::thread)
                .containsOnly(Thread.currentThread());
    }

    @Test
    void whatALowerFilterPendsIsWaitedFor() throws Exception {
        rig.put("file", "content");
        var pended = new PendedOperations();
        rig.below.pre((data, objects) -> data.operationName().equals("read")
                ? pended.before(data, objects)
                : PreOperationStatus.SUCCESS_NO_CALLBACK);
        try (OwnFile file = io.open(FILE, OpenFlags.READ_ONLY)) {
            var reading = file.readLater(0, 7).toCompletableFuture();
            var data = pended.take();
            assertThat(reading.isDone()).isFalse();
            assertThat(data.isGenerated()).isTrue();
            data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
            assertThat(text(OwnIoRig.get(reading))).isEqualTo("content");
        }
    }

    @Test
    void aVirtualThreadMayAskToo() throws Exception {
        var done = new AtomicReference<Throwable>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        io.makeDirectory(FileLocation.of("d"), 0700);
                    } catch (Throwable failure) {
                        done.set(failure);
                    }
                })
                .join();
        assertThat(done.get()).isNull();
        assertThat(harness.list("")).containsExactly("d");
    }

    @Test
    void whatALowerFilterAnswersFromMemoryOfItsOwnIsRead() throws IOException {
        rig.put("file", "content");
        rig.below.pre((data, objects) -> {
            if (data.operationName().equals("read")) {
                data.answerFrom(MemorySegment.ofArray(bytes("answer")), 0, 6);
                data.setStatus(NtStatus.SUCCESS, 6);
                return PreOperationStatus.COMPLETE;
            }
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        });
        try (OwnFile file = io.open(FILE, OpenFlags.READ_ONLY)) {
            assertThat(text(file.read(0, 6))).isEqualTo("answer");
        }
    }

    @Test
    void failuresTellStatusAndErrnoOfBelow() {
        assertThat(failure(() -> io.open(FileLocation.of("absent"), 0)).errno()).isEqualTo(Errno.ENOENT);
        assertThat(failure(() -> io.unlink(FileLocation.of("absent")))).hasMessageContaining("/absent");
        rig.put("file", "text");
        assertThat(failure(() -> io.open(FileLocation.of("file/x"), 0)).errno()).isEqualTo(Errno.ENOTDIR);
        assertThat(failure(() -> io.create(FILE, OpenFlags.EXCLUSIVE, 0600)).errno())
                .isEqualTo(Errno.EEXIST);
        rig.below.complete(NtStatus.DISK_FULL);
        assertThat(status(() -> io.makeDirectory(FileLocation.of("d"), 0700))).isEqualTo(NtStatus.DISK_FULL);
    }

    @Test
    void whatCanNotBeIsAnInvalidParameter() throws Exception {
        for (String name : List.of(".", "..", "a/b", "a\0b", "")) {
            var location = FileLocation.in(harness.volume().root(), FileName.of(name));
            assertThat(status(() -> io.makeDirectory(location, 0700))).as(name).isEqualTo(NtStatus.INVALID_PARAMETER);
        }
        assertThat(status(() -> io.unlink(FileLocation.of("")))).isEqualTo(NtStatus.INVALID_PARAMETER);
        try (var other = new FilterHarness();
                OwnFile file = io.create(FILE, OpenFlags.READ_WRITE, 0600)) {
            assertThat(status(
                            () -> io.information(FileLocation.of(other.volume().root()))))
                    .isEqualTo(NtStatus.INVALID_PARAMETER);
            var foreign = other.create("x").handle();
            assertThat(status(() -> io.through(foreign))).isEqualTo(NtStatus.INVALID_PARAMETER);
            assertThat(status(() -> file.read(-1, 4))).isEqualTo(NtStatus.INVALID_PARAMETER);
            assertThat(status(() -> file.write(Long.MAX_VALUE, bytes("ab")))).isEqualTo(NtStatus.INVALID_PARAMETER);
            try (Arena confined = Arena.ofConfined()) {
                assertThat(status(() -> file.read(0, confined.allocate(4)))).isEqualTo(NtStatus.INVALID_PARAMETER);
            }
            other.close(foreign);
        }
    }

    @Test
    void aClosedFileIsClosed() throws IOException {
        OwnFile file = io.create(FILE, OpenFlags.READ_WRITE, 0600);
        file.close();
        file.close();
        assertThat(status(() -> file.read(0, 1))).isEqualTo(NtStatus.FILE_CLOSED);
        assertThat(operations(rig.below)).containsExactly("create", "cleanup", "release");
        assertThat(harness.volume().handles().size()).isZero();
        assertThat(harness.base().openFiles()).isZero();
    }

    @Test
    void theProgramsFileThatIsClosedMeanwhileCanNotBeUsed() throws IOException {
        var handle = harness.create("file").handle();
        OwnFile file = io.through(handle);
        file.write(0, bytes("x"));
        harness.close(handle);
        assertThat(status(() -> file.read(0, 1))).isEqualTo(NtStatus.FILE_CLOSED);
    }

    @Test
    void aCloseWaitsForWhoIsReading() throws Exception {
        var handle = harness.create("file").handle();
        harness.write(handle, 0, "text");
        var pended = new PendedOperations();
        rig.below.pre(
                (data, objects) -> data.isGenerated() && data.operationName().equals("read")
                        ? pended.before(data, objects)
                        : PreOperationStatus.SUCCESS_NO_CALLBACK);
        var reading = io.through(handle).readLater(0, 4).toCompletableFuture();
        var data = pended.take();
        harness.close(handle);
        assertThat(harness.base().openFiles()).as("still open below").isEqualTo(1);
        data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
        assertThat(text(OwnIoRig.get(reading))).isEqualTo("text");
        org.awaitility.Awaitility.await().until(() -> harness.base().openFiles() == 0);
        assertThat(harness.volume().handles().size()).isZero();
    }

    @Test
    void noReferenceIsLeft() throws IOException {
        harness.mkdir("a");
        rig.put("a/b", "text");
        harness.forgetNodes();
        try (var reference = io.lookUp(FileLocation.of("a/b"));
                OwnFile file = io.open(FileLocation.of(reference.node()), OpenFlags.READ_ONLY)) {
            assertThat(harness.volume().nodes().size()).as("the root, a and b").isEqualTo(3);
            assertThat(file.node()).isSameAs(reference.node());
        }
        assertThat(harness.volume().nodes().size()).isEqualTo(1);
        io.rename(FileLocation.of("a/b"), FileLocation.of("a/c"), 0);
        failure(() -> io.open(FileLocation.of("a/x"), 0));
        io.unlink(FileLocation.of("a/c"));
        assertThat(harness.volume().nodes().size()).isEqualTo(1);
    }

    @Test
    void aNodeThatIsForgottenIsStale() throws IOException {
        rig.put("file", "text");
        harness.forgetNodes();
        var reference = io.lookUp(FILE);
        reference.close();
        assertThat(failure(() -> io.information(FileLocation.of(reference.node())))
                        .errno())
                .isEqualTo(Errno.ESTALE);
    }

    @Test
    void ownIoInEachCallbackNeverMeetsItself() {
        rig.own.pre((data, objects) -> {
            if (!data.isGenerated()) {
                unchecked(() -> objects.instance().io().information(FileLocation.of("")));
            }
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        });
        rig.own.post((data, objects, flags) -> {
            unchecked(() -> objects.instance().io().list(FileLocation.of("")));
            return dev.weir.PostOperationStatus.FINISHED_PROCESSING;
        });
        rig.put("file", "text");
        assertThat(rig.get("file")).isEqualTo("text");
        assertThat(rig.own.seen(Seen.Callback.PRE)).isNotEmpty();
        assertThat(operations(rig.own)).doesNotContain("readdir");
        assertThat(harness.manager().findings()).isNotNull();
        assertThat(harness.manager().findings().all()).isEmpty();
    }

    @Test
    void twoFiltersDoOwnIoAtOnceEachBelowItself() throws FilterException {
        rig.above.pre((data, objects) -> {
            unchecked(() -> objects.instance().io().information(FileLocation.of("")));
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        });
        rig.own.pre((data, objects) -> {
            unchecked(() -> objects.instance().io().information(FileLocation.of("")));
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        });
        harness.mkdir("a");
        assertThat(operations(rig.above)).containsExactly("mkdir");
        assertThat(operations(rig.own)).containsExactly("getattr", "mkdir");
        assertThat(operations(rig.below)).containsExactly("getattr", "getattr", "getattr", "mkdir");
    }

    @Test
    void anInstanceSetupMayOpenFiles() throws FilterException {
        rig.put("rules", "a=b");
        var found = new AtomicReference<String>();
        harness.load(
                new RecordingFilter("late").setup((instance, flags) -> {
                    unchecked(() -> {
                        try (OwnFile file = instance.io().open(FileLocation.of("rules"), OpenFlags.READ_ONLY)) {
                            found.set(text(file.read(0, 100)));
                        }
                    });
                    return NtStatus.SUCCESS;
                }),
                "1500");
        assertThat(found.get()).isEqualTo("a=b");
    }
}
