package dev.weir.manager.verify;

import dev.weir.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** The operations that a filter keeps. Safe on any thread. */
final class KeptOperations {
    private static final long PAUSE = Duration.ofMillis(5).toNanos();

    private final Verifier verifier;
    private final Set<Call> kept = ConcurrentHashMap.newKeySet();
    private final Set<Instance> going = ConcurrentHashMap.newKeySet();

    KeptOperations(Verifier verifier) {
        this.verifier = verifier;
    }

    void add(Call call) {
        kept.add(call);
    }

    void remove(Call call) {
        kept.remove(call);
    }

    /** The instance's teardown start is over: what it keeps after the grace time is found and resumed. Does not wait. */
    void settle(Instance instance) {
        going.add(instance);
        verifier.settings().threads().execute(() -> settleUntilGone(instance));
    }

    void gone(Instance instance) {
        going.remove(instance);
    }

    private void settleUntilGone(Instance instance) {
        long end = System.nanoTime() + verifier.settings().grace().toNanos();
        while (going.contains(instance)) {
            if (System.nanoTime() - end > 0) {
                for (Call call : of(instance)) {
                    verifier.found(
                            Rule.PEND_WITHOUT_RESUME,
                            "what the " + call.name() + " kept was not resumed by the end of the teardown start",
                            call.describe());
                    call.resumeForFilter();
                }
            }
            LockSupport.parkNanos(this, PAUSE);
        }
    }

    private List<Call> of(Instance instance) {
        return kept.stream().filter(call -> call.isOf(instance)).toList();
    }
}
