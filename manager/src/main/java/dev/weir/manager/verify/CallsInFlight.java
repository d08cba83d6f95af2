package dev.weir.manager.verify;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The callbacks of a filter that run now, with their threads. Safe on any thread. */
final class CallsInFlight {
    /** One of them. By identity. */
    static final class Running implements AutoCloseable {
        private final CallsInFlight all;
        final Call call;
        final Thread thread = Thread.currentThread();
        final int threadId;
        final boolean promised;
        final long since = System.nanoTime();

        /** Found already; only of {@link BlockingWatch}. */
        boolean hangs;

        private Running(CallsInFlight all, Call call, boolean promised) {
            this.all = all;
            this.call = call;
            this.threadId = all.verifier.settings().threadId().getAsInt();
            this.promised = promised;
        }

        /** It has returned. */
        @Override
        public void close() {
            all.running.remove(this);
        }
    }

    private final Verifier verifier;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    CallsInFlight(Verifier verifier) {
        this.verifier = verifier;
    }

    /** @param promised whether it promised not to block */
    Running begin(Call call, boolean promised) {
        var begun = new Running(this, call, promised);
        running.add(begun);
        if (promised || begun.threadId > 0) {
            verifier.blocking().begun();
        }
        return begun;
    }

    Collection<Running> all() {
        return running;
    }

    boolean contains(Running which) {
        return running.contains(which);
    }

    /** What runs on a thread as requestors number it; null where nothing does. */
    @Nullable
    Running on(int threadId) {
        if (threadId > 0) {
            for (Running each : running) {
                if (each.threadId == threadId) {
                    return each;
                }
            }
        }
        return null;
    }

    /** What runs on the current thread and promised not to block; null where nothing does. */
    @Nullable
    Running promisedHere() {
        for (Running each : running) {
            if (each.promised && each.thread == Thread.currentThread()) {
                return each;
            }
        }
        return null;
    }
}
