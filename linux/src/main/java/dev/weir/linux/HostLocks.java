package dev.weir.linux;

import dev.weir.Errno;
import dev.weir.manager.Operation;
import dev.weir.operation.LockFile;
import dev.weir.operation.QueryLock;
import dev.weir.operation.SetLock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Locks of programs. Who waits for one held through this volume is woken when that goes; for one that is held outside
 * the host tells nothing, so a thread of its own asks again, only while somebody waits.
 *
 * <p>A cycle of waiting owners is not looked for: nobody gets EDEADLK, an interrupt ends it.
 */
final class HostLocks {
    private static final long PATIENCE_MILLIS = 50;

    private final Set<LockedFile> waitedFor = ConcurrentHashMap.newKeySet();
    private @Nullable Thread asker;
    private boolean closed;

    long test(HostThread thread, Operation operation, HostNode node) {
        QueryLock request = (QueryLock) operation.parameters();
        return node.locks()
                .test(
                        thread,
                        request.lockOwner(),
                        request.lockType(),
                        request.start(),
                        request.end(),
                        operation.lockAnswer());
    }

    long set(HostThread thread, Operation operation, HostNode node, @Nullable HostFile open) {
        SetLock request = (SetLock) operation.parameters();
        LockedFile file = node.locks();
        long owner = request.lockOwner();
        int type = request.lockType();
        long start = request.start();
        long end = request.end();
        int process = request.lockProcess();
        if (start < 0 || end < start || type < LockCalls.F_RDLCK || type > LockCalls.F_UNLCK) {
            return -Errno.EINVAL;
        }
        if (open != null) {
            open.locksAs(owner);
        }
        long result = file.run(
                thread, operation, request.waiting(), mine -> file.set(mine, owner, type, start, end, process));
        return settle(thread, file, result);
    }

    long flock(HostThread thread, Operation operation, HostNode node, HostFile open) {
        LockFile request = (LockFile) operation.parameters();
        LockedFile file = node.locks();
        int how = switch (request.lockType()) {
            case LockCalls.F_RDLCK -> LockCalls.LOCK_SH;
            case LockCalls.F_WRLCK -> LockCalls.LOCK_EX;
            default -> LockCalls.LOCK_UN;
        };
        long result = file.run(
                thread,
                operation,
                request.waiting(),
                mine -> LockCalls.flock(mine.natives, open.descriptor, how | LockCalls.LOCK_NB));
        return settle(thread, file, result);
    }

    /** A lock that was set may be one that was made smaller or weaker: who waits tries again. */
    private long settle(HostThread thread, LockedFile file, long result) {
        if (result == LockedFile.WAITS) {
            await(file);
        } else if (result == 0) {
            file.wake(thread);
        }
        return result;
    }

    /** What close(2) of a descriptor drops. */
    void drop(HostThread thread, HostNode node, long owner) {
        LockedFile file = node.locksIfAny();
        if (file != null && file.drop(thread, owner)) {
            file.wake(thread);
        }
    }

    /** What the end of an open file drops. */
    void drop(HostThread thread, HostNode node, HostFile open, long owner) {
        LockedFile file = node.locksIfAny();
        if (file != null) {
            file.drop(thread, owner);
            for (long left : open.lockOwners()) {
                file.drop(thread, left);
            }
            LockCalls.flock(thread.natives, open.descriptor, LockCalls.LOCK_UN);
            file.wake(thread);
        }
    }

    private synchronized void await(LockedFile file) {
        waitedFor.add(file);
        if (asker == null && !closed) {
            asker = Thread.ofPlatform().daemon().name("weir-lock-waits").start(this::ask);
        }
    }

    private void ask() {
        try {
            while (!isDone()) {
                Thread.sleep(PATIENCE_MILLIS);
                HostThread thread = HostThread.current();
                waitedFor.removeIf(file -> !file.wake(thread));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isDone() {
        if (closed || waitedFor.isEmpty()) {
            asker = null;
            return true;
        }
        return false;
    }

    synchronized void close() {
        closed = true;
        if (asker != null) {
            asker.interrupt();
        }
    }
}
