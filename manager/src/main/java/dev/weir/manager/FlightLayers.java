package dev.weir.manager;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layers of one operation, highest first. Grown by the runner alone; looked at by any thread.
 *
 * <p>Going through them by {@code for} allocates an iterator: for teardowns and displays, not for the way of an operation.
 */
final class FlightLayers implements Iterable<LayerSlot> {
    private volatile LayerSlot[] slots;

    /** @param length how many layers are likely */
    FlightLayers(int length) {
        slots = grow(new LayerSlot[0], length);
    }

    private static LayerSlot[] grow(LayerSlot[] known, int length) {
        var more = new LayerSlot[length];
        System.arraycopy(known, 0, more, 0, known.length);
        for (int i = known.length; i < length; i++) {
            more[i] = new LayerSlot();
        }
        return more;
    }

    /** The highest ones, in an array of their own. */
    LayerSlot[] first(int count) {
        return Arrays.copyOf(slots, count);
    }

    LayerSlot slot(int index) {
        LayerSlot[] now = slots;
        if (index >= now.length) {
            now = grow(now, now.length * 2);
            slots = now;
        }
        return now[index];
    }

    /**
     * The layer whose callback runs or keeps the operation.
     *
     * @param depth how many layers the operation has entered
     */
    LayerSlot ofCallback(int depth) {
        LayerSlot pre = slot(depth);
        if (LayerSlot.holdsPre(pre.settledState())) {
            return pre;
        }
        LayerSlot post = slot(Math.max(0, depth - 1));
        if (LayerSlot.holdsPost(post.settledState())) {
            return post;
        }
        throw new IllegalStateException("only in a callback, or while the filter keeps the operation");
    }

    @Override
    public Iterator<LayerSlot> iterator() {
        return List.of(slots).iterator();
    }

    /** The instance whose callback runs or keeps the operation; null where nobody's does. */
    @Nullable
    InstanceObject holder() {
        for (LayerSlot slot : this) {
            CallbackNode node = slot.node();
            if (slot.isHolding() && node != null) {
                return node.instance;
            }
        }
        return null;
    }

    /** What an instance does with the operation, for people. */
    String holding(InstanceObject instance, String operation) {
        for (LayerSlot slot : this) {
            if (slot.belongsTo(instance)) {
                return switch (slot.state()) {
                    case LayerSlot.PRE, LayerSlot.RESUMING, LayerSlot.RESUMED -> "pre-" + operation + " is running";
                    case LayerSlot.PENDED -> "pre-" + operation + " pended it";
                    case LayerSlot.POST, LayerSlot.POST_RESUMED -> "post-" + operation + " is running";
                    case LayerSlot.POST_PENDED -> "post-" + operation + " keeps it";
                    case LayerSlot.LENT -> operation + " below uses its buffer";
                    default -> "waits for its post-operation";
                };
            }
        }
        return "";
    }

    /** Whether a callback of a filter's is running. */
    boolean isRunning(FilterObject filter) {
        for (LayerSlot slot : this) {
            CallbackNode node = slot.node();
            if (slot.isRunning() && node != null && node.instance.filter() == filter) {
                return true;
            }
        }
        return false;
    }
}
