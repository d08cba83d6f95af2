package dev.weir.testkit;

import dev.weir.Errno;
import dev.weir.manager.LockAnswer;
import dev.weir.manager.Operation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one kind on one file, and who waits for one. Waiting holds no thread. A lock is {owner, range, type}; a lock on the whole file has the whole range. Does not detect deadlocks. Safe on
 * any thread.
 */
final class LockTable {
    private static final int SHARED = 0;
    private static final int UNLOCK = 2;

    /** A lock that is held or wanted; {@code end} is inclusive. */
    record Lock(long owner, long start, long end, int type, int process) {
        boolean overlaps(Lock other) {
            return start <= other.end && other.start <= end;
        }

        boolean conflictsWith(Lock other) {
            return owner != other.owner && overlaps(other) && (type != SHARED || other.type != SHARED);
        }
    }

    private static final class Waiter {
        private final Operation operation;
        private final Lock wanted;
        private boolean cancelled;

        Waiter(Operation operation, Lock wanted) {
            this.operation = operation;
            this.wanted = wanted;
        }
    }

    private final List<Lock> held = new ArrayList<>();
    private final List<Waiter> waiters = new ArrayList<>();

    /** Sets, changes or drops a lock, and answers the operation: now, or when it is granted. */
    void request(Operation operation, Lock wanted, boolean waiting) {
        List<Waiter> granted = List.of();
        boolean conflict;
        synchronized (this) {
            conflict = wanted.type != UNLOCK && conflicting(wanted) != null;
            if (!conflict) {
                set(wanted);
                granted = takeGranted();
            }
        }
        finish(granted);
        if (!conflict) {
            operation.succeed(0);
        } else if (waiting) {
            await(operation, wanted);
        } else {
            operation.fail(Errno.EAGAIN);
        }
    }

    /** Says which lock is in the way of a wanted one. */
    synchronized void query(Lock wanted, LockAnswer answer) {
        Lock found = conflicting(wanted);
        answer.type = found == null ? UNLOCK : found.type;
        answer.start = found == null ? 0 : found.start;
        answer.end = found == null ? 0 : found.end;
        answer.process = found == null ? 0 : found.process;
    }

    /** Drops all locks of an owner. */
    void drop(long owner) {
        List<Waiter> granted;
        synchronized (this) {
            granted = held.removeIf(lock -> lock.owner == owner) ? takeGranted() : List.of();
        }
        finish(granted);
    }

    synchronized int waiting() {
        return waiters.size();
    }

    private void await(Operation operation, Lock wanted) {
        var waiter = new Waiter(operation, wanted);
        operation.deferBelow(() -> cancel(waiter));
        List<Waiter> granted;
        boolean cancelled;
        synchronized (this) {
            cancelled = waiter.cancelled;
            if (!cancelled) {
                waiters.add(waiter);
            }
            granted = takeGranted();
        }
        if (cancelled) {
            interrupted(waiter);
        }
        finish(granted);
    }

    private void cancel(Waiter waiter) {
        boolean wasWaiting;
        synchronized (this) {
            waiter.cancelled = true;
            wasWaiting = waiters.remove(waiter);
        }
        if (wasWaiting) {
            interrupted(waiter);
        }
    }

    private static void interrupted(Waiter waiter) {
        waiter.operation.fail(Errno.EINTR);
        waiter.operation.completeBelow();
    }

    /** Sets what waiters want as far as nothing is in the way any more, first come first served. */
    private List<Waiter> takeGranted() {
        var granted = new ArrayList<Waiter>();
        for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
            Waiter waiter = all.next();
            if (conflicting(waiter.wanted) == null) {
                all.remove();
                set(waiter.wanted);
                granted.add(waiter);
            }
        }
        return granted;
    }

    /** Not under the monitor: what is above goes on from here. */
    private static void finish(List<Waiter> granted) {
        for (Waiter waiter : granted) {
            waiter.operation.succeed(0);
            waiter.operation.completeBelow();
        }
    }

    private @Nullable Lock conflicting(Lock wanted) {
        for (Lock lock : held) {
            if (lock.conflictsWith(wanted)) {
                return lock;
            }
        }
        return null;
    }

    /** Puts an owner's lock over what it holds in that range already; what sticks out on either side stays. */
    private void set(Lock wanted) {
        var rest = new ArrayList<Lock>();
        for (Iterator<Lock> all = held.iterator(); all.hasNext(); ) {
            Lock lock = all.next();
            if (lock.owner == wanted.owner && lock.overlaps(wanted)) {
                all.remove();
                if (lock.start < wanted.start) {
                    rest.add(new Lock(lock.owner, lock.start, wanted.start - 1, lock.type, lock.process));
                }
                if (lock.end > wanted.end) {
                    rest.add(new Lock(lock.owner, wanted.end + 1, lock.end, lock.type, lock.process));
                }
            }
        }
        held.addAll(rest);
        if (wanted.type != UNLOCK) {
            held.add(wanted);
        }
    }
}
