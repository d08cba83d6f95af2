package dev.weir.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.Errno;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Requests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How nodes come by their descriptors. */
class HostNodesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void needsHandles() {
        assumeTrue(
                Capabilities.has(NativeThread.current(), Capabilities.CAP_DAC_READ_SEARCH),
                "opening by handle needs CAP_DAC_READ_SEARCH");
    }

    private static long descriptors() throws Exception {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    @Test
    void manyNodesShareFewDescriptorsAndLeaveNone() throws Exception {
        for (int i = 0; i < 1000; i++) {
            Files.writeString(folder.resolve("file" + i), "x".repeat(i));
        }
        long before = descriptors();
        try (HostVolume host = new HostVolume(folder, 32)) {
            List<FileNodeObject> nodes = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                nodes.add(host.node("file" + i));
            }
            assertThat(descriptors()).isLessThan(before + 64);
            for (int i = 0; i < 1000; i++) {
                assertThat(host.stat(nodes.get(i)).attributes().size()).isEqualTo(i);
            }
            assertThat(descriptors()).isLessThan(before + 64);
            nodes.forEach(node -> node.release(1));
            assertThat(host.volume.nodes().size()).isEqualTo(1);
        }
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void aNodeIsFoundWhereverItsFileWasMoved() throws Exception {
        Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("a/b/file"), "x");
        try (HostVolume host = new HostVolume(folder, 2)) {
            FileNodeObject a = host.node("a");
            FileNodeObject b = host.ok(host.lookup(a, "b")).resultNode();
            FileNodeObject file = host.ok(host.lookup(b, "file")).resultNode();
            Files.move(folder.resolve("a/b"), folder.resolve("elsewhere"));
            for (int i = 0; i < 10; i++) {
                Files.createFile(folder.resolve("other" + i));
                host.node("other" + i);
            }
            assertThat(host.stat(file).attributes().size()).isEqualTo(1);
            Files.delete(folder.resolve("elsewhere/file"));
            for (int i = 0; i < 10; i++) {
                host.stat(host.node("other" + i));
            }
            assertThat(host.errno(operation -> {
                        Requests.getattr(operation, 0);
                        operation.on(file);
                    }))
                    .isEqualTo(Errno.ESTALE);
        }
    }

    @Test
    void withoutTheRightToOpenHandlesEachNodeKeepsItsDescriptor() throws Exception {
        for (int i = 0; i < 100; i++) {
            Files.createFile(folder.resolve("file" + i));
        }
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            NativeThread thread = NativeThread.current();
            TemporaryFiles.ok(Capabilities.setEffective(thread, Capabilities.CAP_DAC_READ_SEARCH, false));
            long before = descriptors();
            try (HostVolume host = new HostVolume(folder, 16)) {
                for (int i = 0; i < 100; i++) {
                    FileNodeObject node = host.node("file" + i);
                    assertThat(host.node("file" + i)).isSameAs(node);
                    node.release(1);
                }
                assertThat(descriptors()).isGreaterThan(before + 99);
                FileHandleObject made = host.created("new");
                host.written(made, 0, "x");
                assertThat(host.stat(made.node()).attributes().size()).isEqualTo(1);
                host.closed(made);
                for (int i = 0; i < 100; i++) {
                    FileNodeObject node = host.node("file" + i);
                    node.release(2);
                }
                host.node("new").release(2);
            }
            assertThat(descriptors()).isEqualTo(before);
            return true;
        });
        Thread.ofPlatform().start(task);
        task.get();
    }

    @Test
    void whatIsMountedOverTheDirectoryIsNotServed() throws Exception {
        assumeTrue(
                Capabilities.has(NativeThread.current(), Capabilities.CAP_SYS_ADMIN), "mounting needs CAP_SYS_ADMIN");
        Files.writeString(folder.resolve("below"), "x");
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            NativeThread thread = NativeThread.current();
            TemporaryFiles.ok(MountCalls.unshare(thread, MountCalls.CLONE_NEWNS));
            TemporaryFiles.ok(MountCalls.mount(
                    thread,
                    0,
                    TemporaryFiles.name("/"),
                    thread.emptyStruct(),
                    MountCalls.MS_REC | MountCalls.MS_PRIVATE,
                    0));
            try (HostVolume host = new HostVolume(folder, 4)) {
                long type = TemporaryFiles.secondName("tmpfs");
                TemporaryFiles.ok(MountCalls.mount(thread, type, TemporaryFiles.name(folder), type, 0, 0));
                assertThat(folder).isEmptyDirectory();
                assertThat(host.stat(host.node("below")).attributes().size()).isEqualTo(1);
                host.closed(host.created("made"));
                assertThat(folder).isEmptyDirectory();
            }
            return true;
        });
        Thread.ofPlatform().start(task);
        task.get();
        assertThat(folder.resolve("made")).exists();
    }

    @Test
    void aMountInsideIsServedToo() throws Exception {
        assumeTrue(
                Capabilities.has(NativeThread.current(), Capabilities.CAP_SYS_ADMIN), "mounting needs CAP_SYS_ADMIN");
        Path inner = Files.createDirectory(folder.resolve("inner"));
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            NativeThread thread = NativeThread.current();
            TemporaryFiles.ok(MountCalls.unshare(thread, MountCalls.CLONE_NEWNS));
            TemporaryFiles.ok(MountCalls.mount(
                    thread,
                    0,
                    TemporaryFiles.name("/"),
                    thread.emptyStruct(),
                    MountCalls.MS_REC | MountCalls.MS_PRIVATE,
                    0));
            long type = TemporaryFiles.secondName("tmpfs");
            TemporaryFiles.ok(MountCalls.mount(thread, type, TemporaryFiles.name(inner), type, 0, 0));
            for (int i = 0; i < 50; i++) {
                Files.writeString(inner.resolve("file" + i), "x".repeat(i));
            }
            try (HostVolume host = new HostVolume(folder, 4)) {
                FileNodeObject node = host.node("inner");
                assertThat(node.device()).isNotEqualTo(host.root().device());
                List<FileNodeObject> files = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    files.add(host.ok(host.lookup(node, "file" + i)).resultNode());
                }
                for (int i = 0; i < 50; i++) {
                    assertThat(host.stat(files.get(i)).attributes().size()).isEqualTo(i);
                }
            }
            return true;
        });
        Thread.ofPlatform().start(task);
        task.get();
    }

    @Test
    void aLimitIsReadFromTheProcess() {
        assertThat(DescriptorLimit.parse("Limit  Soft Limit\nMax open files            1024      524288   files\n"))
                .isEqualTo(1024);
        assertThat(DescriptorLimit.parse("Max open files            unlimited  unlimited   files\n"))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(DescriptorLimit.parse("")).isEqualTo(1024);
        assertThat(DescriptorLimit.share()).isBetween(64, 8192);
    }
}
