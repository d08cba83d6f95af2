package dev.weir.manager;

import dev.weir.FilterException;
import dev.weir.NtStatus;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Who is in an instance's name provider, so that its teardown can wait for them. Safe on any thread. */
final class ProviderGate {
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final long REPORT = 5_000_000_000L;

    /** What cached names of this provider are known by, rather than by the instance: they would outlive it. */
    final long number = NUMBERS.incrementAndGet();

    private final ConcurrentHashMap<Thread, Boolean> inside = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** False where the provider is going and must not be asked. */
    boolean enter() throws FilterException {
        Thread thread = Thread.currentThread();
        if (inside.putIfAbsent(thread, true) != null) {
            throw new FilterException(
                    NtStatus.FLT_INVALID_NAME_REQUEST, "a name provider asked itself for the name that it is to make");
        }
        if (closed) {
            inside.remove(thread);
            return false;
        }
        return true;
    }

    void leave() {
        inside.remove(Thread.currentThread());
    }

    /** Lets nobody in any more and waits until everybody is out, but the calling thread. */
    void close(InstanceObject instance, TeardownTally tally) {
        closed = true;
        long reported = System.nanoTime();
        while (isUsedByOthers() && !instance.filter().isAbandoned()) {
            tally.waitingFor(instance.filter().name() + ": its name provider is running");
            if (System.nanoTime() - reported > REPORT) {
                reported = System.nanoTime();
                tally.report();
            }
            LockSupport.parkNanos(this, 200_000);
        }
        tally.waitingFor("");
    }

    private boolean isUsedByOthers() {
        return inside.keySet().stream().anyMatch(thread -> thread != Thread.currentThread());
    }
}
