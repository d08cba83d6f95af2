package dev.weir.testkit;

import dev.weir.CallbackData;
import dev.weir.NtStatus;
import dev.weir.PostOperationFlag;
import dev.weir.RelatedObjects;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a recording filter saw. Safe on any thread. */
final class Recording {
    /** What the filter's own pre-operation leaves for its post-operation. */
    private record Token(Recording owner, long operationId) {}

    private final String name;
    private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final Map<Seen.Callback, LongAdder> counts = new EnumMap<>(Seen.Callback.class);
    private final LongAdder drained = new LongAdder();
    private final LongAdder mixedUp = new LongAdder();
    private volatile @Nullable Trace trace;
    private volatile boolean quiet;

    Recording(String name) {
        this.name = name;
        for (Seen.Callback callback : Seen.Callback.values()) {
            counts.put(callback, new LongAdder());
        }
    }

    void quiet() {
        quiet = true;
    }

    void trace(Trace newTrace) {
        trace = newTrace;
        if (!quiet) {
            newTrace.start();
        }
    }

    Object token(CallbackData data) {
        return new Token(this, data.id());
    }

    void add(Seen.Callback callback, String what, Set<? extends Enum<?>> flags) {
        adder(callback).increment();
        if (!quiet) {
            seen.add(new Seen(callback, -1, what, "", NtStatus.SUCCESS, Set.copyOf(flags), Thread.currentThread()));
        }
    }

    void before(CallbackData data) {
        adder(Seen.Callback.PRE).increment();
        if (!quiet) {
            record(Seen.Callback.PRE, data, NtStatus.SUCCESS, Set.of());
            line("pre " + data.operationName());
        }
    }

    void after(CallbackData data, RelatedObjects<Object> objects, Set<PostOperationFlag> flags) {
        boolean draining = flags.contains(PostOperationFlag.DRAINING);
        adder(Seen.Callback.POST).increment();
        if (draining) {
            drained.increment();
        }
        if (objects.hasCompletionContext()
                && objects.completionContext() instanceof Token token
                && (token.owner != this || token.operationId != data.id())) {
            mixedUp.increment();
        }
        if (!quiet) {
            record(Seen.Callback.POST, data, data.status(), flags);
            line("post " + data.operationName() + " "
                    + (draining ? "DRAINING" : data.status().name()));
        }
    }

    private void record(Seen.Callback callback, CallbackData data, NtStatus status, Set<PostOperationFlag> flags) {
        seen.add(new Seen(
                callback,
                data.id(),
                data.operationName(),
                data.path().text(),
                status,
                Set.copyOf(flags),
                Thread.currentThread()));
    }

    private void line(String text) {
        Trace lines = trace;
        if (lines != null) {
            lines.add(name + " " + text);
        }
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    long count(Seen.Callback callback) {
        return adder(callback).sum();
    }

    private LongAdder adder(Seen.Callback callback) {
        return Objects.requireNonNull(counts.get(callback));
    }

    long drained() {
        return drained.sum();
    }

    long mixedUp() {
        return mixedUp.sum();
    }

    void clear() {
        seen.clear();
        drained.reset();
        mixedUp.reset();
        counts.values().forEach(LongAdder::reset);
    }
}
