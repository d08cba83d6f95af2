package dev.weir.manager;

import dev.weir.context.ContextKind;
import java.util.concurrent.atomic.LongAdder;

/**
 * One kind of context of one instance (of one filter, for volume contexts): what tells the contexts on one object apart.
 *
 * <p>Setting puts a context in, then reads {@link #isClosed()}; a teardown closes the slot, then looks at every object. Both are volatile: one of the two sees the other, so none is left.
 */
final class ContextSlot {
    private final FilterContexts contexts;
    private final ContextKind<?, ?> kind;
    private final boolean filters;
    private final boolean guarded;
    private final LongAdder linked = new LongAdder();
    private final LongAdder unlinked = new LongAdder();
    private volatile boolean closed;

    /**
     * @param filters whether it is the filter's: for volume contexts, and for those that were never set
     * @param guarded whether the filter has callbacks during which the contexts of some object can't be had
     */
    ContextSlot(FilterContexts contexts, ContextKind<?, ?> kind, boolean filters, boolean guarded) {
        this.contexts = contexts;
        this.kind = kind;
        this.filters = filters;
        this.guarded = guarded;
    }

    FilterContexts contexts() {
        return contexts;
    }

    FilterObject filter() {
        return contexts.filter();
    }

    ContextKind<?, ?> kind() {
        return kind;
    }

    boolean isFilters() {
        return filters;
    }

    /** Whether the callback that this thread is in comes before the object has contexts, or after. */
    boolean forbids(ContextHolder holder) {
        return guarded && ContextMoment.forbids(holder);
    }

    void linked() {
        linked.increment();
    }

    void unlinked() {
        unlinked.increment();
    }

    /** How many objects have a context of this slot, at least 0 and exact at rest. What was unlinked is read first: 0 means that there was a moment with none. */
    long links() {
        long gone = unlinked.sum();
        return linked.sum() - gone;
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** The instance's (or filter's) context is taken off an object. */
    void deleteFrom(ContextHolder holder) {
        ContextCell<?> cell = holder.remove(this);
        if (cell != null) {
            contexts.noteHeld(cell, holder);
            cell.close();
        }
    }

    @Override
    public String toString() {
        return kind.toString();
    }
}
