package dev.weir.manager.verify;

import dev.weir.Filter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The references that a filter was handed and has not released, with where it took them. Safe on any thread. */
final class HeldReferences {
    private static final long PAUSE = Duration.ofMillis(5).toNanos();

    /**
     * @param what in words
     * @param stack where the filter took it
     */
    record Held(String what, String stack) {}

    private final Verifier verifier;
    private final Map<AutoCloseable, Held> held = new ConcurrentHashMap<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile @Nullable Filter filter;

    HeldReferences(Verifier verifier) {
        this.verifier = verifier;
    }

    void filter(Filter registered) {
        filter = registered;
    }

    void taken(AutoCloseable reference, String what, String stack) {
        held.put(reference, new Held(what, stack));
    }

    /** Returns false where it was released before. */
    boolean released(AutoCloseable reference) {
        return held.remove(reference) != null;
    }

    /** The filter is going: once its instances are gone and the grace time is over, what it still holds is found and released. Does not wait. */
    void settleAtTheEnd() {
        if (!ending.getAndSet(true)) {
            verifier.settings().threads().execute(this::settle);
        }
    }

    private void settle() {
        Filter going = filter;
        while (going != null && !going.instances().isEmpty()) {
            LockSupport.parkNanos(this, PAUSE);
        }
        long end = System.nanoTime() + verifier.settings().grace().toNanos();
        while (!held.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(this, PAUSE);
        }
        held.forEach((reference, how) -> {
            if (held.remove(reference) != null) {
                verifier.found(
                        Rule.LEAKED_REFERENCE,
                        article(how.what()) + how.what() + " was not closed",
                        "taken here:\n" + how.stack());
                close(reference);
            }
        });
        filter = null;
    }

    private static String article(String what) {
        return "AEIOU".indexOf(what.charAt(0)) < 0 ? "a " : "an ";
    }

    private static void close(AutoCloseable reference) {
        try {
            reference.close();
        } catch (Exception cantClose) {
            // It was of no use to anybody any more.
        }
    }
}
