package dev.weir.linux;

import static dev.weir.linux.TemporaryFiles.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.manager.Requests;
import dev.weir.operation.SetAttributes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of operation on a directory of this host, through the manager. */
class HostFileSystemTest {
    @TempDir
    Path folder;

    private HostVolume host;

    @BeforeEach
    void mount() throws Exception {
        host = new HostVolume(folder);
    }

    @AfterEach
    void dismount() {
        host.close();
    }

    @Test
    void aLookUpTellsTheNodeAndItsAttributes() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "hello");
        Operation found = host.ok(host.lookup(host.root(), "file"));
        assertThat(found.resultNode().type()).isEqualTo(FileType.REGULAR);
        assertThat(found.attributes().size()).isEqualTo(5);
        assertThat(found.attributes().inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
        assertThat(found.attributes().mode()).isEqualTo(Files.getAttribute(file, "unix:mode"));
        assertThat(host.node("file")).isSameAs(found.resultNode());
    }

    @Test
    void twoNamesOfAFileAreOneNode() throws IOException {
        Files.createLink(folder.resolve("b"), Files.createFile(folder.resolve("a")));
        assertThat(host.node("a")).isSameAs(host.node("b"));
        assertThat(host.stat(host.node("a")).attributes().links()).isEqualTo(2);
    }

    @Test
    void namesThatAreNoneAreRefused() {
        assertThat(host.errno(host.lookup(host.root(), "none"))).isEqualTo(Errno.ENOENT);
        assertThat(host.errno(host.lookup(host.root(), ".."))).isEqualTo(Errno.ENOENT);
        assertThat(host.errno(host.lookup(host.root(), "a/b"))).isEqualTo(Errno.EINVAL);
        assertThat(host.errno(host.lookup(host.root(), ""))).isEqualTo(Errno.EINVAL);
        assertThat(host.errno(host.lookup(host.root(), "a\0b"))).isEqualTo(Errno.EINVAL);
        assertThat(host.errno(host.lookup(host.root(), "x".repeat(256)))).isEqualTo(Errno.ENAMETOOLONG);
    }

    @Test
    void aFileIsCreatedWrittenReadAndClosed() {
        FileHandleObject handle = host.created("file");
        host.written(handle, 0, "hello world");
        host.written(handle, 6, "there");
        assertThat(host.read(handle, 0, 100)).isEqualTo("hello there");
        assertThat(host.read(handle, 100, 10)).isEmpty();
        assertThat(host.errno(host.create(host.root(), "file", 0100644, 0, OpenFlags.O_RDWR | OpenFlags.O_EXCL)))
                .isEqualTo(Errno.EEXIST);
        host.closed(handle);
        assertThat(folder.resolve("file")).hasContent("hello there");
    }

    @Test
    void aCreateOfWhatIsThereOpensIt() throws IOException {
        Files.writeString(folder.resolve("file"), "content");
        FileHandleObject handle = host.created("file");
        assertThat(host.read(handle, 0, 100)).isEqualTo("content");
        host.closed(handle);
        Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
        assertThat(host.errno(host.create(host.root(), "link", 0100644, 0, OpenFlags.O_RDWR)))
                .isEqualTo(Errno.ESTALE);
    }

    @Test
    void truncationIsPartOfAnOpenOrAlone() throws IOException {
        Files.writeString(folder.resolve("file"), "content");
        FileNodeObject node = host.node("file");
        host.ok(operation -> {
            Requests.setAttributes(operation, OperationKind.TRUNCATE, SetAttributes.VALID_SIZE, 0, 0, 0, 3, 0, 0, 0, 0);
            operation.on(node);
        });
        assertThat(folder.resolve("file")).hasContent("con");
        host.closed(host.opened(node, OpenFlags.O_WRONLY | OpenFlags.O_TRUNC));
        assertThat(folder.resolve("file")).isEmptyFile();
    }

    @Test
    void modeOwnerAndTimesChangeInOneRequest() throws IOException {
        Files.createFile(folder.resolve("file"));
        FileNodeObject node = host.node("file");
        int valid = SetAttributes.VALID_MODE
                | SetAttributes.VALID_ACCESS_TIME
                | SetAttributes.VALID_MODIFICATION_TIME
                | SetAttributes.VALID_MODIFICATION_NOW;
        Operation changed = host.ok(operation -> {
            Requests.setAttributes(operation, OperationKind.CHMOD, valid, 0100604, 0, 0, 0, 1_000_000_000, 5, 7, 7);
            operation.on(node);
        });
        assertThat(changed.attributes().mode()).isEqualTo(0100604);
        assertThat(changed.attributes().accessSeconds()).isEqualTo(1_000_000_000);
        assertThat(changed.attributes().accessNanos()).isEqualTo(5);
        assertThat(changed.attributes().modificationSeconds()).isGreaterThan(1_000_000_000);
    }

    @Test
    void anAppendingFileFollowsItsFlags() {
        FileHandleObject handle = host.created("file");
        host.written(handle, 0, "12345");
        host.ok(host.write(handle, 0, "67", handle.openFlags() | OpenFlags.O_APPEND));
        host.ok(host.write(handle, 0, "x", handle.openFlags()));
        host.closed(handle);
        assertThat(folder.resolve("file")).hasContent("x234567");
    }

    @Test
    void thePageCacheReadsWhatAProgramOnlyWritesAndWritesWhereItSays() throws IOException {
        Files.writeString(folder.resolve("file"), "0123456789");
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_APPEND;
        FileHandleObject handle = host.opened(host.node("file"), flags);
        Operation read = host.ok(operation -> {
            Requests.read(operation, 2, 3, flags);
            operation.through(handle);
            operation.data(host.buffer, 0, 3);
            operation.caching(true, false);
        });
        assertThat(host.text(0, read.information())).isEqualTo("234");
        host.ok(operation -> {
            host.write(handle, 4, "XY", flags).accept(operation);
            operation.caching(true, false);
        });
        host.ok(host.write(handle, 4, "Z", flags));
        host.closed(handle);
        assertThat(folder.resolve("file")).hasContent("0123XY6789Z");
    }

    @Test
    void anUnlinkedFileLivesAsLongAsItIsKnown() throws IOException {
        Files.writeString(folder.resolve("file"), "still");
        FileNodeObject node = host.node("file");
        FileHandleObject handle = host.opened(node, OpenFlags.O_RDONLY);
        host.ok(operation -> {
            Requests.unlink(operation, FileName.of("file"), node);
            operation.on(host.root());
        });
        assertThat(folder).isEmptyDirectory();
        assertThat(host.read(handle, 0, 10)).isEqualTo("still");
        host.closed(handle);
        assertThat(host.stat(node).attributes().links()).isZero();
    }

    @Test
    void namesAreRenamedExchangedAndKept() throws IOException {
        Files.writeString(folder.resolve("a"), "a");
        Files.writeString(folder.resolve("b"), "b");
        Files.createDirectory(folder.resolve("sub"));
        assertThat(host.errno(rename("a", host.root(), "b", 1))).isEqualTo(Errno.EEXIST);
        host.ok(rename("a", host.root(), "b", 2));
        assertThat(folder.resolve("a")).hasContent("b");
        host.ok(rename("a", host.node("sub"), "c", 0));
        assertThat(folder.resolve("sub/c")).hasContent("b");
        assertThat(host.errno(rename("none", host.root(), "x", 0))).isEqualTo(Errno.ENOENT);
    }

    private Consumer<Operation> rename(String from, FileNodeObject parent, String to, int flags) {
        return operation -> {
            Requests.rename(operation, FileName.of(from), parent, FileName.of(to), flags, null, null);
            operation.on(host.root());
        };
    }

    @Test
    void linksOfBothKindsAreMade() throws IOException {
        Files.writeString(folder.resolve("a"), "a");
        FileNodeObject node = host.node("a");
        Operation linked = host.ok(operation -> {
            Requests.link(operation, host.root(), FileName.of("b"));
            operation.on(node);
        });
        assertThat(linked.resultNode()).isSameAs(node);
        assertThat(linked.attributes().links()).isEqualTo(2);
        Operation symbolic = host.ok(operation -> {
            Requests.symlink(operation, FileName.of("s"), FileName.of("some/where"));
            operation.on(host.root());
        });
        assertThat(Files.readSymbolicLink(folder.resolve("s"))).hasToString("some/where");
        Operation read = host.ok(operation -> {
            Requests.readlink(operation);
            operation.on(symbolic.resultNode());
            operation.data(host.buffer, 16, 4096);
        });
        assertThat(host.text(16, read.information())).isEqualTo("some/where");
    }

    @Test
    void directoriesAndSpecialFilesAreMadeAndRemoved() {
        host.ok(operation -> {
            Requests.mkdir(operation, FileName.of("sub"), 0777, 027);
            operation.on(host.root());
        });
        assertThat(host.stat(host.node("sub")).attributes().mode()).isEqualTo(0040750);
        host.ok(operation -> {
            Requests.mknod(operation, FileName.of("fifo"), 0010666, 022, 0);
            operation.on(host.root());
        });
        assertThat(host.stat(host.node("fifo")).attributes().mode()).isEqualTo(0010644);
        host.ok(operation -> {
            Requests.rmdir(operation, FileName.of("sub"), host.node("sub"));
            operation.on(host.root());
        });
        assertThat(folder.resolve("sub")).doesNotExist();
        assertThat(host.errno(operation -> {
                    Requests.rmdir(operation, FileName.of("fifo"), host.node("fifo"));
                    operation.on(host.root());
                }))
                .isEqualTo(Errno.ENOTDIR);
    }

    @Test
    void aFileWithoutANameGetsOne() {
        Operation made = host.run(operation -> {
            Requests.tmpfile(operation, 0100640, 0, OpenFlags.O_RDWR);
            operation.on(host.root());
        });
        assumeTrue(made.errno() != Errno.EOPNOTSUPP, "the temporary folder's file system has no O_TMPFILE");
        assertThat(made.errno()).isZero();
        host.written(made.resultHandle(), 0, "x");
        host.ok(operation -> {
            Requests.link(operation, host.root(), FileName.of("named"));
            operation.on(made.resultNode());
        });
        host.closed(made.resultHandle());
        assertThat(folder.resolve("named")).hasContent("x");
    }

    @Test
    void aListingHasEachOfManyNamesOnceWhateverTheRoom() throws IOException {
        for (int i = 0; i < 3000; i++) {
            Files.createFile(folder.resolve("file-" + i + "x".repeat(i % 50)));
        }
        for (int room : new int[] {300, 4096, 100_000}) {
            Map<String, Integer> names = list(room);
            assertThat(names).hasSize(3002).containsKeys(".", "..", "file-0", "file-2xx");
            assertThat(names.values()).containsOnly(1);
        }
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.count()).isEqualTo(3000);
        }
    }

    private Map<String, Integer> list(int room) {
        FileHandleObject handle = host.ok(operation -> {
                    Requests.opendir(operation, OpenFlags.O_RDONLY);
                    operation.on(host.root());
                })
                .resultHandle();
        Map<String, Integer> names = new TreeMap<>();
        long offset = 0;
        while (true) {
            long from = offset;
            long filled = host.ok(operation -> {
                        Requests.readdir(operation, from, room);
                        operation.through(handle);
                        operation.data(host.buffer, 0, room);
                    })
                    .information();
            if (filled == 0) {
                host.closed(handle);
                return names;
            }
            for (long at = host.buffer.address(), end = at + filled; at < end; ) {
                int length = NativeMemory.getInt(at + 16);
                offset = NativeMemory.getLong(at + 8);
                assertThat(NativeMemory.getLong(at)).isPositive();
                names.merge(host.text(at + 24 - host.buffer.address(), length), 1, Integer::sum);
                at += 24 + length + 7 & ~7;
            }
        }
    }

    @Test
    void attributesWithNamesAreSetListedAndRemoved() throws IOException {
        Files.createFile(folder.resolve("file"));
        FileNodeObject node = host.node("file");
        host.buffer.setString(16, "red");
        int set = host.errno(operation -> {
            Requests.setxattr(operation, FileName.of("user.colour"), 0, 0);
            operation.on(node);
            operation.data(host.buffer, 16, 3);
        });
        assumeTrue(set != Errno.EOPNOTSUPP, "the temporary folder's file system has no user attributes");
        assertThat(set).isZero();
        assertThat(host.ok(getxattr(node, 0)).information()).isEqualTo(3);
        assertThat(host.errno(getxattr(node, 2))).isEqualTo(Errno.ERANGE);
        host.buffer.fill((byte) 0);
        assertThat(host.ok(getxattr(node, 100)).information()).isEqualTo(3);
        assertThat(host.text(16, 3)).isEqualTo("red");
        Operation list = host.ok(operation -> {
            Requests.listxattr(operation, 1000);
            operation.on(node);
            operation.data(host.buffer, 16, 1000);
        });
        assertThat(host.text(16, list.information())).contains("user.colour\0");
        host.ok(operation -> {
            Requests.removexattr(operation, FileName.of("user.colour"));
            operation.on(node);
        });
        assertThat(host.errno(getxattr(node, 0))).isEqualTo(Errno.ENODATA);
    }

    private Consumer<Operation> getxattr(FileNodeObject node, int room) {
        return operation -> {
            Requests.getxattr(operation, FileName.of("user.colour"), room);
            operation.on(node);
            operation.data(host.buffer, 16, room);
        };
    }

    @Test
    void spaceHolesAndCopies() {
        FileHandleObject handle = host.created("file");
        host.ok(operation -> {
            Requests.fallocate(operation, 0, 1 << 20, 0);
            operation.through(handle);
        });
        assertThat(host.stat(handle.node()).attributes().size()).isEqualTo(1 << 20);
        host.written(handle, 0, "0123456789");
        assertThat(host.ok(operation -> {
                            Requests.lseek(operation, 0, 4);
                            operation.through(handle);
                        })
                        .information())
                .isPositive();
        FileHandleObject copy = host.created("copy");
        assertThat(host.ok(operation -> {
                            Requests.copyFileRange(operation, 2, copy, 1, 4, 0);
                            operation.through(handle);
                        })
                        .information())
                .isEqualTo(4);
        assertThat(host.read(copy, 0, 10)).isEqualTo("\0002345");
        host.closed(copy);
        host.closed(handle);
    }

    @Test
    void syncsFlushesAndStatistics() {
        FileHandleObject handle = host.created("file");
        host.ok(operation -> {
            Requests.fsync(operation, true);
            operation.through(handle);
        });
        host.ok(operation -> {
            Requests.closeDescriptor(operation, 1);
            operation.through(handle);
        });
        host.ok(operation -> {
            Requests.syncfs(operation);
            operation.on(host.root());
        });
        Operation statistics = host.ok(operation -> {
            Requests.statfs(operation);
            operation.on(host.root());
        });
        assertThat(statistics.volumeStatistics().blocks).isPositive();
        assertThat(statistics.volumeStatistics().maximumNameLength).isEqualTo(255);
        host.closed(handle);
    }

    @Test
    void aDescriptorIsClosedThoughThisProcessHasNoneLeft() {
        FileHandleObject handle = host.created("file");
        host.written(handle, 0, "text");
        NativeThread thread = NativeThread.current();
        var filler = new ArrayDeque<Integer>();
        try {
            int descriptor = HostFileSystem.descriptorOf(handle);
            for (int more = 0; more >= 0; ) {
                more = FileCalls.duplicate(thread, descriptor);
                filler.push(more);
            }
            assertThat(filler.pop()).isEqualTo(-Errno.EMFILE);
            host.ok(operation -> {
                Requests.closeDescriptor(operation, 1);
                operation.through(handle);
            });
        } finally {
            filler.forEach(descriptor -> FileCalls.close(thread, descriptor));
        }
        host.closed(handle);
    }

    @Test
    void onlyHarmlessDeviceControlsArePassedOn() {
        FileHandleObject handle = host.created("file");
        int flags = 0x80086601;
        int answer = host.errno(ioctl(handle, flags, 8));
        assumeTrue(
                answer != Errno.ENOTTY && answer != Errno.EOPNOTSUPP,
                "the temporary folder's file system has no inode flags");
        assertThat(answer).isZero();
        int pointers = 0x5401;
        assertThat(host.errno(ioctl(handle, pointers, 8))).isEqualTo(Errno.ENOTTY);
        host.closed(handle);
    }

    private Consumer<Operation> ioctl(FileHandleObject handle, int command, int room) {
        return operation -> {
            Requests.ioctl(operation, command, 0, 0, room, 0);
            operation.through(handle);
            operation.data(host.buffer, 16, room);
        };
    }

    @Test
    void dataMayLieOnTheHeap() {
        FileHandleObject handle = host.created("file");
        byte[] heap = new byte[300_000];
        Arrays.fill(heap, (byte) 'x');
        var segment = MemorySegment.ofArray(heap);
        assertThat(host.ok(operation -> {
                            Requests.write(operation, 0, heap.length, handle.openFlags());
                            operation.through(handle);
                            operation.data(segment, 0, heap.length);
                        })
                        .information())
                .isEqualTo(heap.length);
        Arrays.fill(heap, (byte) 0);
        assertThat(host.ok(operation -> {
                            Requests.read(operation, 1, heap.length, handle.openFlags());
                            operation.through(handle);
                            operation.data(segment, 0, heap.length);
                        })
                        .information())
                .isEqualTo(heap.length - 1);
        assertThat(heap[heap.length - 2]).isEqualTo((byte) 'x');
        host.closed(handle);
    }

    @Test
    void aDirectoryThatIsNotThereIsReported() {
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(() -> HostFileSystem.open(bytes(folder.resolve("none"))))
                .withMessageContaining("No such file or directory");
    }

    @Test
    void theTypeIsThatOfTheFileSystem() throws IOException {
        String type = MountTable.read().at(bytes("/proc")).map(MountEntry::type).orElseThrow();
        try (HostFileSystem proc = HostFileSystem.open(bytes("/proc"))) {
            assertThat(proc.type()).isEqualTo(type);
        }
    }
}
