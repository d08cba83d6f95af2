package dev.weir.testkit;

import dev.weir.Errno;
import dev.weir.FilterException;
import dev.weir.manager.Manager;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationOwner;
import dev.weir.manager.Requests;
import dev.weir.manager.VolumeDefinition;
import dev.weir.manager.VolumeHooks;
import dev.weir.manager.VolumeObject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A volume in memory and the front of it: operations that come to an end before it is dismounted. */
final class StormVolume {
    private static final int MOST = 64;

    private final Manager manager;
    private final Consumer<String> wrong;
    private final VolumeObject volume;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Set<Operation> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong ended;
    private final AtomicLong cancelled;
    private volatile boolean closed;

    StormVolume(Manager manager, String name, AtomicLong ended, AtomicLong cancelled, Consumer<String> wrong)
            throws FilterException {
        this.manager = manager;
        this.ended = ended;
        this.cancelled = cancelled;
        this.wrong = wrong;
        var base = new MemoryFileSystem();
        var slow = new StormChance(name.hashCode());
        base.observe(operation -> {
            if (slow.oneOf(20)) {
                LockSupport.parkNanos(500_000);
            }
        });
        this.volume = manager.mount(new VolumeDefinition(name, base, VolumeHooks.NONE, thread -> "program"));
    }

    VolumeObject volume() {
        return volume;
    }

    /** Starts an operation, unless many are in flight. */
    void operate(StormChance chance) {
        if (inFlight.incrementAndGet() > MOST || closed) {
            inFlight.decrementAndGet();
            LockSupport.parkNanos(50_000);
            return;
        }
        var done = new AtomicBoolean();
        var wasCancelled = new AtomicBoolean();
        Operation operation = volume.newOperation(new OperationOwner() {
            @Override
            public void leaving(Operation leaving) {}

            @Override
            public void completed(Operation completed) {
                if (!done.compareAndSet(false, true)) {
                    wrong.accept("an operation ended twice");
                }
                if (completed.errno() != 0 && completed.errno() != Errno.EINTR) {
                    wrong.accept("an operation failed: " + completed.status());
                }
                wasCancelled.set(completed.errno() != 0);
                cancelled.addAndGet(completed.errno() != 0 ? 1 : 0);
                running.remove(completed);
                ended.incrementAndGet();
                inFlight.decrementAndGet();
            }
        });
        if (chance.oneOf(2)) {
            Requests.getattr(operation, 0);
        } else {
            Requests.statfs(operation);
        }
        operation.on(volume.root());
        running.add(operation);
        if (volume.start(operation)) {
            volume.closeOperation(operation);
        }
    }

    /** The program of one of the operations in flight gives up. */
    void cancelOne() {
        for (Operation operation : running) {
            operation.cancel();
            return;
        }
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Waits for the operations in flight, and dismounts while instances come and go. */
    void dismount() {
        closed = true;
        while (inFlight.get() > 0) {
            LockSupport.parkNanos(50_000);
        }
        manager.dismount(volume);
        if (!volume.instances().isEmpty()) {
            wrong.accept("instances on a volume that is gone: " + volume.instances());
        }
    }
}
