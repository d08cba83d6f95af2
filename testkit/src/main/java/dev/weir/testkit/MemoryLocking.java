package dev.weir.testkit;

import dev.weir.manager.Operation;
import dev.weir.operation.Cleanup;
import dev.weir.operation.CloseDescriptor;
import dev.weir.operation.LockFile;
import dev.weir.operation.QueryLock;
import dev.weir.operation.SetLock;

/** POSIX record locks, which belong to a lock owner, and flock locks, which belong to an open file. */
final class MemoryLocking {
    private MemoryLocking() {}

    static void set(Operation operation, SetLock lock) {
        var wanted =
                new LockTable.Lock(lock.lockOwner(), lock.start(), lock.end(), lock.lockType(), lock.lockProcess());
        OpenFile.of(operation).inode().details().recordLocks.request(operation, wanted, lock.waiting());
    }

    static void query(Operation operation, QueryLock lock) {
        var wanted =
                new LockTable.Lock(lock.lockOwner(), lock.start(), lock.end(), lock.lockType(), lock.lockProcess());
        OpenFile.of(operation).inode().details().recordLocks.query(wanted, operation.lockAnswer());
        operation.succeed(0);
    }

    static void flock(Operation operation, LockFile lock) {
        var wanted = new LockTable.Lock(
                operation.handle().id(),
                0,
                Long.MAX_VALUE,
                lock.lockType(),
                operation.requestor().processId());
        OpenFile.of(operation).inode().details().fileLocks.request(operation, wanted, lock.waiting());
    }

    /** close(2) of any descriptor of a file drops the record locks that the process has on it. */
    static void closed(Operation operation, CloseDescriptor close) {
        MemoryDetails details = OpenFile.of(operation).inode().detailsIfAny();
        if (details != null) {
            details.recordLocks.drop(close.lockOwner());
        }
        operation.succeed(0);
    }

    static void ended(Operation operation, Cleanup cleanup) {
        MemoryDetails details = OpenFile.of(operation).inode().detailsIfAny();
        if (details != null) {
            details.recordLocks.drop(cleanup.lockOwner());
            details.fileLocks.drop(operation.handle().id());
        }
        operation.succeed(0);
    }
}
