package dev.weir.manager;

import dev.weir.MajorFunction;
import dev.weir.Registration;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextReference;
import dev.weir.context.ContextType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of context that a filter registered, and how many contexts there are of them.
 *
 * <p>Counted are allocations and frees, each only ever upwards and in stripes; the frees are read first, so that equal sums mean that there was a moment without a context. A context counts as freed when its
 * cleanup callback has returned.
 */
@SuppressWarnings("EnumOrdinal") // an index into arrays that live no longer than the class
final class FilterContexts {
    private static final int TYPES = ContextType.values().length;
    private static final int NAMED = 8;
    private static final ContextSlot[] NONE = new ContextSlot[0];

    /** A context that a teardown deleted while somebody still refers to it. */
    private record Held(ContextCell<?> cell, String what) {}

    private final FilterObject filter;
    private final LongAdder allocated = new LongAdder();
    private final LongAdder freed = new LongAdder();
    private final Queue<Held> held = new ConcurrentLinkedQueue<>();
    private volatile @Nullable ContextSlot[] slots = NONE;
    private boolean guarded;
    private volatile boolean closed;
    private volatile boolean abandoned;
    private volatile long freedBefore;

    FilterContexts(FilterObject filter) {
        this.filter = filter;
    }

    FilterObject filter() {
        return filter;
    }

    /** Takes the kinds from a registration. */
    void register(Registration registration) {
        guarded = registration.operation(MajorFunction.CREATE).isPresent()
                || registration.operation(MajorFunction.CLOSE).isPresent();
        if (!registration.contexts().isEmpty()) {
            slots = slotsFor(registration.contexts().toArray(ContextKind<?, ?>[]::new), true);
        }
    }

    private @Nullable ContextSlot[] slotsFor(ContextKind<?, ?>[] kinds, boolean filters) {
        var made = new ContextSlot[TYPES];
        for (ContextKind<?, ?> kind : kinds) {
            boolean guards = guarded && kind.type() != ContextType.INSTANCE && kind.type() != ContextType.VOLUME;
            made[kind.type().ordinal()] = new ContextSlot(this, kind, filters, guards);
        }
        return made;
    }

    /** Whether there are callbacks during which the contexts of some object can't be had. */
    boolean areGuarded() {
        return guarded && slots.length > 0;
    }

    /** The slots of a new instance: its own, but for volume contexts, which it shares with the filter's other instances. */
    @Nullable
    ContextSlot[] forInstance() {
        ContextSlot[] known = slots;
        if (known.length == 0) {
            return NONE;
        }
        var kinds = new ArrayList<ContextKind<?, ?>>();
        for (ContextSlot slot : known) {
            if (slot != null) {
                kinds.add(slot.kind());
            }
        }
        @Nullable ContextSlot[] own = slotsFor(kinds.toArray(ContextKind<?, ?>[]::new), false);
        own[ContextType.VOLUME.ordinal()] = known[ContextType.VOLUME.ordinal()];
        return own;
    }

    @Nullable
    ContextSlot slot(ContextKind<?, ?> kind) {
        return slotOf(slots, kind);
    }

    /** The slot of a kind that is registered, or null. */
    static @Nullable ContextSlot slotOf(@Nullable ContextSlot[] slots, ContextKind<?, ?> kind) {
        int at = kind.type().ordinal();
        ContextSlot slot = at < slots.length ? slots[at] : null;
        return slot != null && slot.kind() == kind ? slot : null;
    }

    // ---- the life of a context

    <T> ContextReference<T> allocate(ContextKind<?, T> kind, T value) {
        if (!kind.type().isSupported()) {
            return NoContext.NOT_SUPPORTED.as();
        }
        ContextSlot slot = slot(kind);
        if (slot == null) {
            return closed ? NoContext.DELETING_OBJECT.as() : NoContext.NOT_REGISTERED.as();
        }
        allocated.increment();
        if (closed) {
            freed.increment();
            return NoContext.DELETING_OBJECT.as();
        }
        return new ContextCell<>(slot, Objects.requireNonNull(value));
    }

    /** A context's last reference is released. */
    @SuppressWarnings("unchecked") // a slot's kind is the one that the value was allocated for
    <T> void free(ContextSlot slot, T value) {
        try {
            cleanUp((ContextKind<?, T>) slot.kind(), value);
        } finally {
            freed.increment();
        }
    }

    <T> void cleanUp(ContextKind<?, T> kind, T value) {
        if (abandoned) {
            return;
        }
        try {
            kind.cleanup().cleanup(value, kind.type());
        } catch (Throwable failure) {
            filter.manager().findings().threw(filter.name(), "cleanup of a " + kind, failure);
        }
    }

    /** How many contexts there are, at least. */
    long live() {
        long gone = freed.sum();
        return allocated.sum() - gone;
    }

    // ---- the end

    /** The unload begins: no further context. */
    void close() {
        freedBefore = freed.sum();
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Nothing of the filter is called any more. */
    void abandon() {
        abandoned = true;
        closed = true;
    }

    /** Deletes the filter's context of each volume. */
    void endVolumes(List<VolumeObject> volumes) {
        ContextSlot slot = slots.length == 0 ? null : slots[ContextType.VOLUME.ordinal()];
        if (slot != null) {
            slot.close();
            volumes.forEach(slot::deleteFrom);
        }
    }

    /** A teardown is about to release a context's link; somebody else may refer to it. */
    void noteHeld(ContextCell<?> cell, ContextHolder holder) {
        if (cell.references() > 1 && held.size() < NAMED) {
            held.add(new Held(cell, cell + " of " + holder));
        }
    }

    /** Waits until every context is freed, as long as that takes, and says what is still referenced. */
    void awaitFreed(TeardownTally tally) {
        long reported = System.nanoTime();
        while (live() > 0 && !filter.isAbandoned()) {
            tally.waitingFor(describeHeld());
            if (System.nanoTime() - reported > 5_000_000_000L) {
                reported = System.nanoTime();
                tally.report();
            }
            LockSupport.parkNanos(this, 1_000_000);
        }
        tally.waitingFor("");
        held.clear();
    }

    private String describeHeld() {
        var named = new ArrayList<String>();
        for (Held each : held) {
            if (each.cell().references() > 0) {
                named.add(each.what());
            }
        }
        String which = named.isEmpty() ? "" : ": " + String.join(", ", named);
        return filter.name() + ": " + live() + " contexts are still referenced: a ContextReference is not closed"
                + which;
    }

    /** How many contexts were freed since {@link #close}. */
    long freedSinceClose() {
        return freed.sum() - freedBefore;
    }

    /** Nothing of the filter's classes is reachable from here any more. */
    void letGo() {
        slots = NONE;
        held.clear();
    }
}
