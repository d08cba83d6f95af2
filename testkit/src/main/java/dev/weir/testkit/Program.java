package dev.weir.testkit;

import dev.weir.FileName;
import dev.weir.FilePath;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationOwner;
import dev.weir.manager.Requests;
import dev.weir.manager.VolumeObject;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The front of a harness: runs one operation after the other for the thread that asks, and knows the nodes that a kernel would have in its cache of names. Safe on any thread.
 */
final class Program {
    /** An operation that is used again as long as it does not leave. */
    private static final class Worker implements OperationOwner {
        private final Operation operation;
        private volatile @Nullable Result result;
        private volatile CountDownLatch ended = new CountDownLatch(1);

        Worker(VolumeObject volume) {
            operation = volume.newOperation(this);
        }

        @Override
        public void leaving(Operation leaving) {
            // Its memory was made for it alone.
        }

        @Override
        public void completed(Operation completed) {
            result = Result.of(completed);
            ended.countDown();
        }

        Result result() {
            Result end = result;
            if (end == null) {
                throw new IllegalStateException("the operation has not ended");
            }
            return end;
        }

        void again() {
            result = null;
            ended = new CountDownLatch(1);
        }
    }

    private final VolumeObject volume;
    private final MemoryFileSystem base;
    private final Deque<Worker> idle = new ConcurrentLinkedDeque<>();
    private final Set<FileNodeObject> known = ConcurrentHashMap.newKeySet();
    private volatile Caller caller = Caller.USUAL;

    Program(VolumeObject volume, MemoryFileSystem base) {
        this.volume = volume;
        this.base = base;
    }

    VolumeObject volume() {
        return volume;
    }

    void caller(Caller newCaller) {
        caller = newCaller;
    }

    Caller caller() {
        return caller;
    }

    /** Runs one operation to its end; a request calls one of {@link Requests} first. */
    Result run(Consumer<Operation> request) {
        Worker worker = idle.poll();
        if (worker == null) {
            worker = new Worker(volume);
        }
        worker.again();
        Operation operation = worker.operation;
        request.accept(operation);
        Caller who = caller;
        operation.requestor().set(who.thread(), who.process(), who.userId(), who.groupId());
        Background background = Background.current();
        if (background != null) {
            background.operation(operation);
        }
        boolean reusable = volume.start(operation);
        if (!reusable) {
            await(worker);
        }
        if (background != null) {
            background.operation(null);
        }
        Result result = worker.result();
        if (reusable) {
            idle.add(worker);
        }
        if (result.hasNode()) {
            keep(result.node());
        }
        return result;
    }

    private static void await(Worker worker) {
        boolean interrupted = false;
        while (true) {
            try {
                worker.ended.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes over a reference: the first one of a node stays, as a kernel remembers what it was told of. */
    private void keep(FileNodeObject node) {
        if (!known.add(node)) {
            node.release(1);
        }
    }

    /** The node of a path, or null where there is no such file below all filters. No operation; links are not followed. */
    @Nullable
    FileNodeObject node(FilePath path) {
        FileNodeObject at = volume.root();
        for (FileName name : path.names()) {
            at = at == null ? null : child(at, name);
        }
        return at;
    }

    @Nullable
    FileNodeObject child(FileNodeObject directory, FileName name) {
        MemoryInode found = base.child(MemoryNames.inode(directory), name);
        if (found == null) {
            return null;
        }
        FileNodeObject node = MemoryNames.obtain(volume.nodes(), found);
        node.linked(directory, name);
        keep(node);
        return node;
    }

    /** Looks a path up as a kernel does: the first name that is not there is asked for through the filters. */
    Result missing(FilePath path) {
        FileNodeObject at = volume.root();
        for (FileName name : path.names()) {
            FileNodeObject directory = at;
            FileNodeObject next = child(directory, name);
            if (next == null) {
                return run(operation -> {
                    Requests.lookup(operation, name);
                    operation.on(directory);
                });
            }
            at = next;
        }
        throw new IllegalStateException(path + " is there");
    }

    /** Forgets all nodes, as a kernel short of memory does. */
    void forget() {
        for (FileNodeObject node : Set.copyOf(known)) {
            if (known.remove(node)) {
                node.release(1);
            }
        }
    }

    void close() {
        forget();
        for (Worker worker = idle.poll(); worker != null; worker = idle.poll()) {
            volume.closeOperation(worker.operation);
        }
    }
}
