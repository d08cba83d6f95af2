package dev.weir.manager.conformance;

import dev.weir.Configuration;
import dev.weir.FilterException;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.FilterObject;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.manager.OperationOwner;
import dev.weir.manager.Requests;
import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.VolumeDefinition;
import dev.weir.manager.VolumeHooks;
import dev.weir.manager.VolumeObject;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A manager with one volume on a {@link StubFileSystem}, and operations as one-line calls. */
final class Rig implements AutoCloseable {
    static final long SECONDS = 20;

    /** What an operation came to. */
    record Outcome(int errno, dev.weir.NtStatus status, long information, Thread thread, long size) {}

    final ExecutorService threads = Executors.newCachedThreadPool(r -> {
        var thread = new Thread(r, "rig");
        thread.setDaemon(true);
        return thread;
    });
    final Manager manager = new Manager(new ManagerThreads(threads, threads));
    final StubFileSystem base = new StubFileSystem();
    final Configuration configuration = new NoConfiguration();
    final VolumeObject volume;
    private final MemorySegment memory = Arena.ofAuto().allocate(4096);

    Rig() {
        volume = mount("stub", base);
    }

    VolumeObject mount(String name, StubFileSystem on) {
        try {
            return manager.mount(new VolumeDefinition(name, on, VolumeHooks.NONE, thread -> "test"));
        } catch (FilterException e) {
            throw new IllegalStateException(e);
        }
    }

    FilterObject load(TestFilter filter) {
        try {
            return tryLoad(filter);
        } catch (FilterException e) {
            throw new IllegalStateException(e);
        }
    }

    FilterObject tryLoad(TestFilter filter) throws FilterException {
        return manager.load(filter.definition(), () -> filter, configuration, event -> true);
    }

    UnloadResult unload(String name) {
        return manager.unload(UnloadRequest.of(name, false));
    }

    UnloadResult stop(String name) {
        return manager.unload(UnloadRequest.of(name, true));
    }

    UnloadResult unload(String name, boolean mandatory, Duration timeout) {
        return manager.unload(new UnloadRequest(name, mandatory, timeout, true, holder -> {}));
    }

    /** Starts an operation on this thread; the future ends with it, wherever that is. */
    CompletableFuture<Outcome> start(Consumer<Operation> request) {
        return start(volume, request);
    }

    CompletableFuture<Outcome> start(VolumeObject on, Consumer<Operation> request) {
        return start(on, request, ended -> {});
    }

    /** Looks at the operation when it has ended. */
    CompletableFuture<Outcome> start(VolumeObject on, Consumer<Operation> request, Consumer<Operation> look) {
        var end = new CompletableFuture<Outcome>();
        Operation operation = on.newOperation(new OperationOwner() {
            @Override
            public void leaving(Operation leaver) {}

            @Override
            public void completed(Operation ended) {
                look.accept(ended);
                end.complete(new Outcome(
                        ended.errno(),
                        ended.status(),
                        ended.information(),
                        Thread.currentThread(),
                        ended.attributes().size()));
            }
        });
        request.accept(operation);
        if (on.start(operation)) {
            on.closeOperation(operation);
        }
        return end;
    }

    /** The same on a thread of its own. */
    CompletableFuture<Outcome> startElsewhere(Consumer<Operation> request) {
        return CompletableFuture.supplyAsync(() -> run(request), threads);
    }

    Outcome run(Consumer<Operation> request) {
        return get(start(request));
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Outcome getattr() {
        return run(this::getattr);
    }

    void getattr(Operation operation) {
        Requests.getattr(operation, 0);
        operation.on(volume.root());
    }

    Consumer<Operation> read(FileHandleObject handle, long offset) {
        return operation -> {
            Requests.read(operation, offset, 16, 0);
            operation.through(handle);
            operation.data(memory, 0, 16);
        };
    }

    void truncate(Operation operation) {
        Requests.setAttributes(operation, OperationKind.TRUNCATE, 8, 0, 0, 0, 1000, 0, 0, 0, 0);
        operation.on(volume.root());
    }

    Consumer<Operation> lock(FileHandleObject handle) {
        return operation -> {
            Requests.setlk(operation, 1, 0, 10, 1, 1, true);
            operation.through(handle);
        };
    }

    /** Opens the root; the handle stays open. */
    FileHandleObject open() {
        var opened = new CompletableFuture<FileHandleObject>();
        Operation operation = volume.newOperation(new OperationOwner() {
            @Override
            public void leaving(Operation leaver) {}

            @Override
            public void completed(Operation ended) {
                FileHandleObject handle = ended.resultHandle();
                if (handle == null) {
                    opened.completeExceptionally(
                            new IllegalStateException(ended.status().toString()));
                } else {
                    opened.complete(handle);
                }
            }
        });
        FileNodeObject root = volume.root();
        Requests.open(operation, 0);
        operation.on(root);
        volume.start(operation);
        return get(opened);
    }

    void close(FileHandleObject handle) {
        volume.closeUnseen(handle, null);
    }

    @Override
    public void close() {
        base.release.countDown();
        manager.volumes().forEach(manager::dismount);
        threads.shutdownNow();
    }

    private static final class NoConfiguration implements Configuration {
        @Override
        public Set<String> keys() {
            return Set.of();
        }

        @Override
        public String text(String key) {
            throw new IllegalArgumentException(key);
        }

        @Override
        public boolean flag(String key) {
            throw new IllegalArgumentException(key);
        }

        @Override
        public long number(String key) {
            throw new IllegalArgumentException(key);
        }

        @Override
        public List<String> list(String key) {
            throw new IllegalArgumentException(key);
        }
    }
}
