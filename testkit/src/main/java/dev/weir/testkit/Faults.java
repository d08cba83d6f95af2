package dev.weir.testkit;

import dev.weir.manager.OperationKind;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What goes wrong on purpose in the in-memory file system, by kind of operation: it stalls, or it fails. Safe on any thread. */
final class Faults {
    private final Set<OperationKind> stalled = EnumSet.noneOf(OperationKind.class);
    private final Map<OperationKind, Integer> errors = new EnumMap<>(OperationKind.class);
    private final Map<OperationKind, Integer> stuck = new EnumMap<>(OperationKind.class);
    private volatile boolean some;

    synchronized void stall(Collection<OperationKind> kinds) {
        stalled.addAll(kinds);
        some = true;
    }

    synchronized void release(Collection<OperationKind> kinds) {
        stalled.removeAll(kinds);
        some = !stalled.isEmpty() || !errors.isEmpty();
        notifyAll();
    }

    synchronized void fail(OperationKind kind, int errno) {
        errors.put(kind, errno);
        some = true;
    }

    synchronized void heal() {
        errors.clear();
        some = !stalled.isEmpty();
    }

    synchronized int stuck(OperationKind kind) {
        return stuck.getOrDefault(kind, 0);
    }

    /** Blocks while a kind is stalled, whatever interrupts; then throws what it is to fail with. Free of charge where nothing is wrong. */
    void pass(OperationKind kind) {
        if (some) {
            int errno = await(kind);
            if (errno != 0 && !kind.cannotFail()) {
                throw new Refused(errno);
            }
        }
    }

    private synchronized int await(OperationKind kind) {
        boolean interrupted = false;
        if (stalled.contains(kind)) {
            stuck.merge(kind, 1, Integer::sum);
            while (stalled.contains(kind)) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            stuck.merge(kind, -1, Integer::sum);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return errors.getOrDefault(kind, 0);
    }
}
