package dev.weir.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationOwner;
import dev.weir.manager.Requests;
import dev.weir.manager.VolumeDefinition;
import dev.weir.manager.VolumeHooks;
import dev.weir.manager.VolumeObject;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A host directory as a volume without filters, and requests to it as a front would send them. */
final class HostVolume implements AutoCloseable {
    static final int BUFFER = 1 << 17;
    private static final int ALL = 0x7ff;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Manager manager = new Manager(new ManagerThreads(executor, executor));
    final VolumeObject volume;
    final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER, 4096);
    private int user = 0;
    private int group = 0;
    private int thread = (int) ProcessHandle.current().pid();

    HostVolume(Path folder, int descriptors) throws Exception {
        HostFileSystem base = HostFileSystem.open(TemporaryFiles.bytes(folder), descriptors);
        volume = manager.mount(new VolumeDefinition(folder.toString(), base, VolumeHooks.NONE, id -> ""));
    }

    HostVolume(Path folder) throws Exception {
        this(folder, 1000);
    }

    /** A request that may be waiting. */
    static final class Pending implements OperationOwner {
        private final CountDownLatch done = new CountDownLatch(1);
        Operation operation;

        @Override
        public void leaving(Operation leaving) {}

        @Override
        public void completed(Operation ended) {
            done.countDown();
        }

        boolean isDone() {
            return done.getCount() == 0;
        }

        Operation await() throws InterruptedException {
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            return operation;
        }
    }

    /** Who asks from now on. */
    HostVolume as(int uid, int gid, int threadId) {
        user = uid;
        group = gid;
        thread = threadId;
        return this;
    }

    HostVolume as(int uid, int gid) {
        return as(uid, gid, (int) ProcessHandle.current().pid());
    }

    Pending start(Consumer<Operation> request) {
        Pending pending = new Pending();
        pending.operation = volume.newOperation(pending);
        request.accept(pending.operation);
        pending.operation.requestor().set(thread, thread, user, group);
        volume.start(pending.operation);
        return pending;
    }

    Operation run(Consumer<Operation> request) {
        try {
            return start(request).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs what must succeed. */
    Operation ok(Consumer<Operation> request) {
        Operation operation = run(request);
        assertThat(operation.errno())
                .as(() -> operation.operationName() + ": " + Errno.name(operation.errno()))
                .isZero();
        return operation;
    }

    int errno(Consumer<Operation> request) {
        return run(request).errno();
    }

    FileNodeObject root() {
        return volume.root();
    }

    Consumer<Operation> lookup(FileNodeObject directory, String name) {
        return operation -> {
            Requests.lookup(operation, FileName.of(name));
            operation.on(directory);
        };
    }

    FileNodeObject node(String name) {
        return ok(lookup(root(), name)).resultNode();
    }

    Operation stat(FileNodeObject node) {
        return ok(operation -> {
            Requests.getattr(operation, ALL);
            operation.on(node);
        });
    }

    Consumer<Operation> open(FileNodeObject node, int flags) {
        return operation -> {
            Requests.open(operation, flags);
            operation.on(node);
        };
    }

    FileHandleObject opened(FileNodeObject node, int flags) {
        return ok(open(node, flags)).resultHandle();
    }

    Consumer<Operation> create(FileNodeObject directory, String name, int mode, int umask, int flags) {
        return operation -> {
            Requests.create(operation, FileName.of(name), mode, umask, flags);
            operation.on(directory);
        };
    }

    FileHandleObject created(String name) {
        return ok(create(root(), name, 0100644, 022, OpenFlags.O_RDWR | OpenFlags.O_CREAT))
                .resultHandle();
    }

    Consumer<Operation> write(FileHandleObject handle, long offset, String text, int flags) {
        byte[] bytes = TemporaryFiles.bytes(text);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, buffer, 80, bytes.length);
        return operation -> {
            Requests.write(operation, offset, bytes.length, flags);
            operation.through(handle);
            operation.data(buffer, 80, bytes.length);
        };
    }

    void written(FileHandleObject handle, long offset, String text) {
        assertThat(ok(write(handle, offset, text, handle.openFlags())).information())
                .isEqualTo(text.length());
    }

    String read(FileHandleObject handle, long offset, int count) {
        Operation operation = ok(request -> {
            Requests.read(request, offset, count, handle.openFlags());
            request.through(handle);
            request.data(buffer, 16, count);
        });
        return text(16, operation.information());
    }

    String text(long offset, long length) {
        return new String(NativeMemory.bytes(buffer.address() + offset, (int) length), StandardCharsets.UTF_8);
    }

    void closed(FileHandleObject handle) {
        volume.closeUnseen(handle, null);
    }

    @Override
    public void close() {
        manager.dismount(volume);
        executor.shutdownNow();
    }
}
