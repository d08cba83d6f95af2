package dev.weir.manager;

import dev.weir.MajorFunction;
import dev.weir.NtStatus;
import dev.weir.io.OwnIo;
import dev.weir.io.OwnIoException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The own I/O of one instance: what is in progress, what is open, and whether more is allowed. Safe on any thread.
 *
 * <pre>
 *   OPEN --refuse: no operation is in the instance's hands any more--> REFUSING --close: TeardownComplete has returned--> CLOSED
 * </pre>
 *
 * <p>While REFUSING only tasks that run go on, and TeardownComplete. Entering counts, then reads the phase; a teardown writes the phase, then reads the count. So a count of 0 after that stays 0. A task counts from its
 * submission, which is before the end of whoever submits it.
 */
final class OwnIoDesk {
    /** Something that the filter has to close. */
    interface Resource {
        /** For people: {@code open file /path}. */
        String description();

        /** Closes it in the filter's place. */
        void reclaim();
    }

    private static final int OPEN = 0;
    private static final int REFUSING = 1;
    private static final int CLOSED = 2;

    private final InstanceObject instance;
    private final OwnIoObject io;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<OwnOperation> active = ConcurrentHashMap.newKeySet();
    private final Map<Thread, OwnTaskObject<?>> tasks = new ConcurrentHashMap<>();
    private final Set<Resource> resources = ConcurrentHashMap.newKeySet();
    private volatile int phase = OPEN;
    private volatile @Nullable Thread teardown;

    OwnIoDesk(InstanceObject instance) {
        this.instance = instance;
        this.io = new OwnIoObject(instance, this, instance.altitude(), OwnRequestor.service());
    }

    OwnIo io() {
        return io;
    }

    // ---- coming and going

    /** Begins something; {@link #exit} ends it. */
    void enter() throws OwnIoException {
        OwnTaskObject<?> task = task();
        if (task != null && task.isCancelled()) {
            throw wasCancelled();
        }
        count.incrementAndGet();
        int now = phase;
        boolean goesOn = now == OPEN || now == REFUSING && (task != null || Thread.currentThread() == teardown);
        if (!goesOn) {
            count.decrementAndGet();
            throw refused(NtStatus.FLT_DELETING_OBJECT, "it is being torn down");
        }
    }

    /** Says that nothing is possible any more, where that is so. */
    void checkOpen() throws OwnIoException {
        if (phase == CLOSED) {
            throw refused(NtStatus.FLT_DELETING_OBJECT, "it is torn down");
        }
    }

    /** Begins a close, which is possible to the end. */
    boolean enterToClose() {
        count.incrementAndGet();
        if (phase == CLOSED) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    void exit() {
        count.decrementAndGet();
    }

    OwnIoException wasCancelled() {
        return refused(NtStatus.CANCELLED, "this task was cancelled");
    }

    private OwnIoException refused(NtStatus status, String reason) {
        return new OwnIoException(status, status.errno(MajorFunction.CREATE), "own I/O of " + instance + ": " + reason);
    }

    @Nullable
    OwnTaskObject<?> task() {
        return tasks.isEmpty() ? null : tasks.get(Thread.currentThread());
    }

    void taskBegins(OwnTaskObject<?> task) {
        tasks.put(Thread.currentThread(), task);
    }

    void taskEnds() {
        tasks.remove(Thread.currentThread());
    }

    void begun(OwnOperation own) {
        own.use(instance);
        active.add(own);
    }

    void ended(OwnOperation own) {
        active.remove(own);
    }

    void opened(Resource resource) {
        resources.add(resource);
    }

    void closed(Resource resource) {
        resources.remove(resource);
    }

    /** Files and references that are open. */
    int openResources() {
        return resources.size();
    }

    void cancelAll() {
        active.forEach(own -> own.cancel(instance));
        tasks.values().forEach(OwnTaskObject::cancel);
    }

    // ---- teardown

    void refuse() {
        if (phase == OPEN) {
            phase = REFUSING;
        }
    }

    int inProgress() {
        return count.get();
    }

    /** The thread that is about to call TeardownComplete, which may do what it has to. */
    void teardownBy(Thread thread) {
        refuse();
        teardown = thread;
    }

    /** Nothing more, and what is open is closed. Blocks until what is in progress has ended: closes, or what nobody waited for. */
    void close() {
        phase = CLOSED;
        teardown = null;
        while (count.get() > 0) {
            LockSupport.parkNanos(this, 100_000);
        }
        for (Resource left : resources) {
            instance.filter().found("left open at the end of its instance: " + left.description(), instance.toString());
            left.reclaim();
        }
        resources.clear();
    }

    /** For people: what the teardown waits for. */
    String description() {
        String whose = "own I/O of " + instance.filter().name() + ": ";
        for (OwnOperation own : active) {
            OperationFlight flight = own.operation.flight;
            long started = flight.startedNanos();
            Thread runner = flight.runner();
            return whose + own.operation.operationName() + " /" + FlightDescription.path(own.operation)
                    + (started == 0 ? "" : String.format(Locale.ROOT, ", %.1f s", (System.nanoTime() - started) / 1e9))
                    + (runner == null ? "" : ", in " + runner.getName() + FlightDescription.top(runner));
        }
        for (Thread thread : tasks.keySet()) {
            return whose + "a task in " + thread.getName() + FlightDescription.top(thread);
        }
        return whose + "a task that has not begun";
    }
}
