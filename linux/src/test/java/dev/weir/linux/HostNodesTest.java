package dev.weir.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Requests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How nodes come by their descriptors. */
class HostNodesTest {
    @TempDir
    Path folder;

    private static void needsHandles() {
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
        needsHandles();
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
    void withoutTheRightToOpenHandlesANodeIsFoundByItsName() throws Exception {
        Files.createDirectories(folder.resolve("a/b"));
        for (int i = 0; i < 100; i++) {
            Files.writeString(folder.resolve("a/b/file" + i), "x".repeat(i));
        }
        withoutHandles(host -> {
            long before = descriptors();
            FileNodeObject a = host.node("a");
            FileNodeObject b = host.ok(host.lookup(a, "b")).resultNode();
            List<FileNodeObject> files = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                files.add(host.ok(host.lookup(b, "file" + i)).resultNode());
            }
            assertThat(descriptors()).isLessThan(before + 10);
            host.ok(operation -> {
                Requests.rename(operation, FileName.of("a"), host.root(), FileName.of("c"), 0, a, null);
                operation.on(host.root());
            });
            for (int i = 0; i < 100; i++) {
                assertThat(host.stat(files.get(i)).attributes().size()).isEqualTo(i);
            }
            Files.move(folder.resolve("c/b/file7"), folder.resolve("c/b/elsewhere"));
            Files.writeString(folder.resolve("c/b/file7"), "another");
            assertThat(host.errno(operation -> {
                        Requests.getattr(operation, 0);
                        operation.on(files.get(7));
                    }))
                    .isEqualTo(Errno.ESTALE);
            assertThat(host.ok(host.lookup(b, "elsewhere")).resultNode()).isSameAs(files.get(7));
            assertThat(host.stat(files.get(7)).attributes().size()).isEqualTo(7);
        });
    }

    @Test
    void withoutHandlesANamelessFileKeepsItsDescriptor() throws Exception {
        withoutHandles(host -> {
            FileHandleObject made = host.created("file");
            host.ok(operation -> {
                Requests.unlink(operation, FileName.of("file"), made.node());
                operation.on(host.root());
            });
            for (int i = 0; i < 20; i++) {
                host.closed(host.created("other" + i));
            }
            host.closed(made);
            assertThat(host.stat(made.node()).attributes().links()).isZero();
        });
    }

    private interface Step {
        void run(HostVolume host) throws Exception;
    }

    private void withoutHandles(Step step) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            NativeThread thread = NativeThread.current();
            if (Capabilities.has(thread, Capabilities.CAP_DAC_READ_SEARCH)) {
                TemporaryFiles.ok(Capabilities.setEffective(thread, Capabilities.CAP_DAC_READ_SEARCH, false));
            }
            try (HostVolume host = new HostVolume(folder, 4)) {
                step.run(host);
            }
            return true;
        });
        Thread.ofPlatform().start(task);
        task.get();
    }

    @Test
    void threadsThatShareFewDescriptorsSeeTheirOwnFiles() throws Exception {
        for (int i = 0; i < 200; i++) {
            Files.writeString(folder.resolve("file" + i), "x".repeat(i));
        }
        try (HostVolume host = new HostVolume(folder, 8)) {
            List<FileNodeObject> nodes = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                nodes.add(host.node("file" + i));
            }
            List<FutureTask<Boolean>> tasks = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Random random = new Random(t);
                FutureTask<Boolean> task = new FutureTask<>(() -> {
                    for (int round = 0; round < 20_000; round++) {
                        int i = random.nextInt(200);
                        assertThat(host.stat(nodes.get(i)).attributes().size()).isEqualTo(i);
                    }
                    return true;
                });
                tasks.add(task);
                Thread.ofPlatform().start(task);
            }
            for (FutureTask<Boolean> task : tasks) {
                task.get();
            }
        }
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
