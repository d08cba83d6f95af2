package dev.weir.manager;

import dev.weir.context.ContextObject;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What contexts are set on. One field holds nothing, one {@link ContextCell}, an array of several that never changes, or the mark that the object has come to its end; each change is one compare-and-set of it. So
 * a look-up is a read, a comparison or a few, and a reference taken; it takes no lock and allocates nothing.
 */
@SuppressWarnings("ReferenceEquality") // arrays and contexts are what they are, not what they hold
abstract class ContextHolder implements ContextObject {
    private static final Object ENDED = new Object();
    private static final VarHandle CONTEXTS;

    static {
        try {
            CONTEXTS = MethodHandles.lookup().findVarHandle(ContextHolder.class, "contexts", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Object contexts;

    abstract boolean isOn(VolumeObject volume);

    final boolean hasEnded() {
        return contexts == ENDED;
    }

    /** The context of a slot with one more reference, or null. */
    final @Nullable ContextCell<?> get(ContextSlot slot) {
        while (true) {
            Object now = contexts;
            ContextCell<?> found = find(now, slot);
            if (found == null) {
                return null;
            }
            if (found.tryReference()) {
                // It may have been taken off between the two, and even be set on another object by now.
                if (contexts == now) {
                    return found;
                }
                found.close();
            }
        }
    }

    /** How a {@link #put} ended. */
    enum Put {
        DONE,
        KEPT,
        HAS_ENDED
    }

    /** Puts a linked context into its slot, unless one is there that is to be kept. What it replaced is handed to the caller with the link's reference, what it kept with a new one. */
    final Put put(ContextCell<?> cell, boolean keep, Handover handover) {
        ContextSlot slot = cell.slot();
        while (true) {
            Object now = contexts;
            if (now == ENDED) {
                return Put.HAS_ENDED;
            }
            ContextCell<?> there = find(now, slot);
            if (there != null && keep) {
                ContextCell<?> kept = get(slot);
                if (kept != null) {
                    handover.old = kept;
                    return Put.KEPT;
                }
            } else if (CONTEXTS.compareAndSet(this, now, with(now, there, cell))) {
                if (there != null) {
                    there.unlink();
                    handover.old = there;
                }
                return Put.DONE;
            }
        }
    }

    /** What a {@link #put} hands to its caller. */
    static final class Handover {
        @Nullable
        ContextCell<?> old;
    }

    /** Takes a context off; the link's reference is the caller's. False where it is not here. */
    final boolean remove(ContextCell<?> cell) {
        while (true) {
            Object now = contexts;
            if (!contains(now, cell)) {
                return false;
            }
            if (CONTEXTS.compareAndSet(this, now, without(now, cell))) {
                cell.unlink();
                return true;
            }
        }
    }

    /** Takes the context of a slot off; the link's reference is the caller's. */
    final @Nullable ContextCell<?> remove(ContextSlot slot) {
        while (true) {
            ContextCell<?> found = find(contexts, slot);
            if (found == null) {
                return null;
            }
            if (remove(found)) {
                return found;
            }
        }
    }

    /** The object has come to its end: its contexts are deleted, and there will be none any more. */
    final void endContexts() {
        Object last = CONTEXTS.getAndSet(this, ENDED);
        if (last instanceof ContextCell<?> one) {
            delete(one);
        } else if (last instanceof ContextCell<?>[] several) {
            for (ContextCell<?> cell : several) {
                delete(cell);
            }
        }
    }

    private static void delete(ContextCell<?> cell) {
        cell.unlink();
        cell.close();
    }

    // ---- the four shapes of the field

    private static @Nullable ContextCell<?> find(@Nullable Object now, ContextSlot slot) {
        if (now instanceof ContextCell<?> one) {
            return one.slot() == slot ? one : null;
        }
        if (now instanceof ContextCell<?>[] several) {
            for (ContextCell<?> cell : several) {
                if (cell.slot() == slot) {
                    return cell;
                }
            }
        }
        return null;
    }

    private static boolean contains(@Nullable Object now, ContextCell<?> cell) {
        if (now instanceof ContextCell<?>[] several) {
            for (ContextCell<?> each : several) {
                if (each == cell) {
                    return true;
                }
            }
            return false;
        }
        return now == cell;
    }

    private static Object with(@Nullable Object now, @Nullable ContextCell<?> replaced, ContextCell<?> cell) {
        if (now == null || now == replaced) {
            return cell;
        }
        if (now instanceof ContextCell<?> one) {
            return new ContextCell<?>[] {one, cell};
        }
        var known = (ContextCell<?>[]) now;
        var next = new ContextCell<?>[replaced == null ? known.length + 1 : known.length];
        System.arraycopy(known, 0, next, 0, known.length);
        int at = known.length;
        for (int i = 0; replaced != null && i < known.length; i++) {
            at = known[i] == replaced ? i : at;
        }
        next[at] = cell;
        return next;
    }

    private static @Nullable Object without(@Nullable Object now, ContextCell<?> cell) {
        if (!(now instanceof ContextCell<?>[] known)) {
            return null;
        }
        if (known.length == 2) {
            return known[0] == cell ? known[1] : known[0];
        }
        var next = new ContextCell<?>[known.length - 1];
        int at = 0;
        for (ContextCell<?> each : known) {
            if (each != cell) {
                next[at++] = each;
            }
        }
        return next;
    }
}
