package dev.weir.manager.conformance;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FilePath;
import dev.weir.FileType;
import dev.weir.manager.BaseFileSystem;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.NodeTable;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.operation.Read;
import dev.weir.operation.SetLock;
import dev.weir.operation.Truncate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A base file system that holds nothing: every operation succeeds, what it was asked is recorded, chosen kinds fail or stall, and a waiting lock is granted on command.
 */
final class StubFileSystem implements BaseFileSystem {
    final List<String> done = Collections.synchronizedList(new ArrayList<>());
    final List<FileHandleObject> closed = Collections.synchronizedList(new ArrayList<>());
    final Set<OperationKind> failing = ConcurrentHashMap.newKeySet();
    final Set<OperationKind> stalled = ConcurrentHashMap.newKeySet();
    final CountDownLatch arrived = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    final AtomicReference<Operation> waitingLock = new AtomicReference<>();
    volatile Consumer<Operation> onExecute = operation -> {};
    volatile BiPredicate<FileNodeObject, FileName> isNamed = (directory, name) -> true;
    volatile Function<FileNodeObject, @Nullable FilePath> pathOf = node -> null;
    volatile boolean passive;
    volatile boolean records = true;
    volatile boolean isClosed;
    volatile boolean completesLockEarly;

    @Override
    public String type() {
        return "stub";
    }

    @Override
    public FileNodeObject root(NodeTable nodes) {
        return nodes.obtain(1, 1, 0, FileType.DIRECTORY, "root");
    }

    @Override
    public void execute(Operation operation) {
        OperationKind kind = operation.kind();
        onExecute.accept(operation);
        if (records) {
            done.add(describe(operation));
        }
        if (stalled.contains(kind)) {
            arrived.countDown();
            await(release);
        }
        if (failing.contains(kind)) {
            operation.fail(Errno.ENOSPC);
            return;
        }
        if (passive) {
            operation.succeed(0);
            return;
        }
        switch (kind) {
            case OPEN, OPENDIR -> {
                operation.yieldHandle(operation.node(), 0, "file");
                operation.succeed(0);
            }
            case LOOKUP, MKDIR -> {
                operation.yieldNode(operation.volume().nodes().obtain(1, operation.id(), 0, FileType.REGULAR, "node"));
                operation.attributes().fill(operation.id(), 0x81A4, 1, 0, 0, 42, 8, 4096, 0);
                operation.succeed(0);
            }
            case GETATTR, TRUNCATE -> {
                operation.attributes().fill(1, 0x81A4, 1, 0, 0, 42, 8, 4096, 0);
                operation.succeed(0);
            }
            case SETLK -> lock(operation, (SetLock) operation.parameters());
            default ->
                operation.succeed(
                        kind == OperationKind.READ ? operation.buffer().length() : 0);
        }
    }

    @Override
    public boolean isNamed(FileNodeObject node, FileNodeObject directory, FileName name) {
        return isNamed.test(directory, name);
    }

    @Override
    public @Nullable FilePath pathOf(FileNodeObject node) {
        return pathOf.apply(node);
    }

    private static String describe(Operation operation) {
        return switch (operation.parameters()) {
            case Read read -> "read " + read.offset();
            case Truncate truncate -> "truncate " + truncate.size();
            default -> operation.operationName();
        };
    }

    private void lock(Operation operation, SetLock request) {
        if (!request.waiting()) {
            operation.succeed(0);
            return;
        }
        operation.deferBelow(() -> {
            operation.fail(Errno.EINTR);
            operation.completeBelow();
        });
        waitingLock.set(operation);
        arrived.countDown();
        if (completesLockEarly) {
            grant();
        }
    }

    void grant() {
        Operation operation = waitingLock.get();
        operation.succeed(0);
        operation.completeBelow();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close(FileHandleObject handle) {
        closed.add(handle);
    }

    @Override
    public void forget(FileNodeObject node) {}

    @Override
    public void close() {
        isClosed = true;
    }
}
