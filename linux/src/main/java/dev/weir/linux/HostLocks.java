package dev.weir.linux;

import dev.weir.Errno;
import dev.weir.manager.Operation;
import dev.weir.operation.LockFile;
import dev.weir.operation.QueryLock;
import dev.weir.operation.SetLock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Locks of programs. Who waits for one held through this volume is woken when that goes; for one that is held outside
 * the host tells nothing, so a thread of its own asks again, only while somebody waits.
 *
 * <p>The same thread looks for owners of record locks that wait for each other in a circle, and answers EDEADLK to
 * the one that closed it, two rounds after that at most. A circle through a lock that is held outside is not found: an
 * interrupt ends it. Nobody tells OFD locks from POSIX locks here, so a circle of those is one, too.
 */
final class HostLocks {
    private static final long PATIENCE_MILLIS = 50;

    private final LockWaits waits = new LockWaits();
    private final Set<LockedFile> waitedFor = ConcurrentHashMap.newKeySet();
    private @Nullable Thread asker;
    private boolean closed;

    long test(HostThread thread, Operation operation, HostNode node) {
        QueryLock request = (QueryLock) operation.parameters();
        return node.locks(waits)
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
        LockedFile file = node.locks(waits);
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
        LockedFile.LockAttempt attempt = file.attempt(new LockedFile.Request(owner, type, start, end, process));
        long result = file.run(thread, operation, request.waiting(), attempt);
        return settle(thread, file, result);
    }

    long flock(HostThread thread, Operation operation, HostNode node, HostFile open) {
        LockFile request = (LockFile) operation.parameters();
        LockedFile file = node.locks(waits);
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
                for (LockedFile file : List.copyOf(waitedFor)) {
                    wake(thread, file);
                }
                waits.denyCircles();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Taken out before it is asked: who begins to wait meanwhile puts it back. */
    private void wake(HostThread thread, LockedFile file) {
        waitedFor.remove(file);
        if (file.wake(thread)) {
            waitedFor.add(file);
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
