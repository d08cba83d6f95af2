package dev.weir.linux;

import dev.weir.Errno;
import dev.weir.manager.LockAnswer;
import dev.weir.manager.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The locks that programs hold on one file through this volume, and who waits for one. Each owner of record locks has
 * a file description of its own on the host, whose locks (OFD) stand for his there: so they conflict with those of
 * programs outside, and closing it drops them all. Whole-file locks (flock) are those of the handle's own description.
 *
 * <p>No system call here waits. Safe on any thread; the lock of this object is held for some system calls at most.
 */
final class LockedFile {
    /** {@link #run}: the operation waits, its answer comes later. */
    static final long WAITS = Long.MIN_VALUE;

    private static final class Owner {
        final int descriptor;
        final LockRanges ranges = new LockRanges();
        int process;

        Owner(int descriptor) {
            this.descriptor = descriptor;
        }
    }

    /**
     * A record lock that is asked for.
     *
     * @param start the first byte
     * @param end the last byte, inclusive
     * @param type F_RDLCK, F_WRLCK or F_UNLCK
     * @param process the owner's; what the kernel sends with F_UNLCK is none
     */
    record Request(long owner, int type, long start, long end, int process) {}

    private final class Waiter implements LockWaits.Wait {
        final Operation operation;
        final LockAttempt attempt;

        Waiter(Operation operation, LockAttempt attempt) {
            this.operation = operation;
            this.attempt = attempt;
        }

        @Override
        public void deny() {
            giveUp(this, Errno.EDEADLK);
        }
    }

    private final HostNode node;
    private final LockWaits waits;
    private final Map<Long, Owner> owners = new HashMap<>();
    private final Deque<Waiter> waiters = new ArrayDeque<>();

    LockedFile(HostNode node, LockWaits waits) {
        this.node = node;
        this.waits = waits;
    }

    /** An attempt to get a lock: 0, EAGAIN where it is taken, or another negated {@link Errno}. */
    interface LockAttempt {
        int run(HostThread thread);

        /** What is asked for, or null if it is no record lock: then no circle of waits is looked for. */
        default @Nullable Request request() {
            return null;
        }
    }

    /** An attempt to set or drop a record lock. */
    LockAttempt attempt(Request request) {
        return new LockAttempt() {
            @Override
            public int run(HostThread thread) {
                return set(thread, request);
            }

            @Override
            public Request request() {
                return request;
            }
        };
    }

    private synchronized int set(HostThread thread, Request request) {
        long id = request.owner;
        int type = request.type;
        long start = request.start;
        long end = request.end;
        Owner owner = owners.get(id);
        if (owner == null) {
            if (type == LockCalls.F_UNLCK) {
                return 0;
            }
            int descriptor = open(thread);
            if (descriptor < 0) {
                return descriptor;
            }
            owner = new Owner(descriptor);
            owners.put(id, owner);
        }
        int result = LockCalls.set(thread.natives, owner.descriptor, type, start, length(start, end));
        if (result == 0) {
            owner.ranges.set(start, end, type);
            if (type != LockCalls.F_UNLCK) {
                owner.process = request.process;
            }
        }
        if (owner.ranges.isEmpty()) {
            owners.remove(id);
            FileCalls.close(thread.natives, owner.descriptor);
        }
        return result;
    }

    /** Fills in which lock would be in the way: one of this volume, else one of the host's. */
    synchronized int test(HostThread thread, long id, int type, long start, long end, LockAnswer answer) {
        answer.type = LockCalls.F_UNLCK;
        for (Map.Entry<Long, Owner> entry : owners.entrySet()) {
            LockRanges.Range range =
                    entry.getKey() == id ? null : entry.getValue().ranges.conflict(start, end, type);
            if (range != null) {
                fill(answer, range.type(), range.start(), range.end(), entry.getValue().process);
                return 0;
            }
        }
        Owner own = owners.get(id);
        int descriptor = own == null ? open(thread) : own.descriptor;
        if (descriptor < 0) {
            return descriptor;
        }
        int result = LockCalls.test(thread.natives, descriptor, type, start, length(start, end));
        if (own == null) {
            FileCalls.close(thread.natives, descriptor);
        }
        if (result == 0 && LockCalls.foundType(thread.natives) != LockCalls.F_UNLCK) {
            long found = LockCalls.foundStart(thread.natives);
            long length = LockCalls.foundLength(thread.natives);
            long last = length == 0 ? Long.MAX_VALUE : found + length - 1;
            int process = Math.max(LockCalls.foundProcess(thread.natives), 0);
            fill(answer, LockCalls.foundType(thread.natives), found, last, process);
        }
        return result;
    }

    private static void fill(LockAnswer answer, int type, long start, long end, int process) {
        answer.type = type;
        answer.start = start;
        answer.end = end;
        answer.process = process;
    }

    /** Drops all record locks of an owner, as close(2) of any of his descriptors does. */
    synchronized boolean drop(HostThread thread, long id) {
        Owner owner = owners.remove(id);
        if (owner == null) {
            return false;
        }
        FileCalls.close(thread.natives, owner.descriptor);
        return true;
    }

    /** Tries to get a lock; if it is taken and the program waits, the operation is kept until it is free. */
    synchronized long run(HostThread thread, Operation operation, boolean waiting, LockAttempt attempt) {
        int result = attempt.run(thread);
        if (result != -Errno.EAGAIN || !waiting) {
            return result;
        }
        Waiter waiter = new Waiter(operation, attempt);
        waiters.addLast(waiter);
        tellWhoIsInTheWay(waiter);
        operation.deferBelow(() -> giveUp(waiter, Errno.EINTR));
        return WAITS;
    }

    private void tellWhoIsInTheWay(Waiter waiter) {
        Request request = waiter.attempt.request();
        if (request == null) {
            return;
        }
        Set<Long> inTheWay = new HashSet<>();
        owners.forEach((id, owner) -> {
            if (id != request.owner && owner.ranges.conflict(request.start, request.end, request.type) != null) {
                inTheWay.add(id);
            }
        });
        waits.put(waiter, request.owner, inTheWay);
    }

    /** Whoever takes a waiter out answers it: so it is answered once. */
    private synchronized boolean takeOut(Waiter waiter) {
        waits.remove(waiter);
        return waiters.remove(waiter);
    }

    private void giveUp(Waiter waiter, int errno) {
        if (takeOut(waiter)) {
            waiter.operation.fail(errno);
            waiter.operation.completeBelow();
        }
    }

    /** Lets those who wait try again, in the order in which they came; true if somebody still waits. */
    boolean wake(HostThread thread) {
        List<Waiter> done = new ArrayList<>();
        boolean waiting;
        synchronized (this) {
            for (Waiter waiter : List.copyOf(waiters)) {
                int result = waiter.attempt.run(thread);
                if (result == -Errno.EAGAIN) {
                    tellWhoIsInTheWay(waiter);
                } else if (takeOut(waiter)) {
                    HostFileSystem.answer(waiter.operation, result);
                    done.add(waiter);
                }
            }
            waiting = !waiters.isEmpty();
        }
        done.forEach(waiter -> waiter.operation.completeBelow());
        return waiting;
    }

    /** Closes what is left. */
    synchronized void close(HostThread thread) {
        owners.values().forEach(owner -> FileCalls.close(thread.natives, owner.descriptor));
        owners.clear();
    }

    /** A file description for locks: with both rights where that is allowed, since each kind of lock needs one. */
    private int open(HostThread thread) {
        int path = node.acquire(thread);
        if (path < 0) {
            return path;
        }
        int descriptor = FileCalls.reopen(thread.natives, path, OpenFlags.O_RDWR);
        if (descriptor < 0) {
            descriptor = FileCalls.reopen(thread.natives, path, OpenFlags.O_RDONLY);
        }
        if (descriptor < 0) {
            descriptor = FileCalls.reopen(thread.natives, path, OpenFlags.O_WRONLY);
        }
        node.release(thread);
        return descriptor;
    }

    private static long length(long start, long end) {
        return end == Long.MAX_VALUE ? 0 : end - start + 1;
    }
}
