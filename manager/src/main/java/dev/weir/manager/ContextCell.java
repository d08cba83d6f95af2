package dev.weir.manager;

import dev.weir.NtStatus;
import dev.weir.context.ContextReference;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One context, and at the same time every reference on it.
 *
 * <p>The state is one word: the top bit says that it is linked (set on an object), the rest counts references, the link's among them. It is linked by whoever sets the bit and unlinked by whoever took it
 * out of its {@link ContextHolder}; so each happens once. At 0 it is freed and never comes back.
 *
 * <pre>
 *  allocate 1 --set--> linked 2 --release--> linked 1 --get--> linked 2 --release--> linked 1 --object ends--> 0: cleanup
 * </pre>
 */
final class ContextCell<T> implements ContextReference<T> {
    private static final int LINKED = 1 << 31;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(ContextCell.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int state = 1;
    private volatile @Nullable T value;
    private volatile ContextSlot slot;
    private volatile @Nullable ContextHolder holder;

    ContextCell(ContextSlot slot, T value) {
        this.slot = slot;
        this.value = value;
    }

    /** The slot that it was last linked for; before that its filter's. */
    ContextSlot slot() {
        return slot;
    }

    /** How many references there are, the link's among them. */
    int references() {
        return state & ~LINKED;
    }

    boolean isLinked() {
        return state < 0;
    }

    // ---- counting

    /** Takes a reference unless it is freed. */
    boolean tryReference() {
        while (true) {
            int now = state;
            if ((now & ~LINKED) == 0) {
                return false;
            }
            if (STATE.compareAndSet(this, now, now + 1)) {
                return true;
            }
        }
    }

    /**
     * Links it, with a reference of the link's own. The caller holds a reference.
     *
     * @return SUCCESS; STATUS_FLT_CONTEXT_ALREADY_LINKED; STATUS_INVALID_PARAMETER where it was linked for another instance before: its slot never changes again, so that whoever found it by its slot may rely on
     *     that
     */
    NtStatus link(ContextSlot to, ContextHolder on) {
        while (true) {
            int now = state;
            if (now < 0) {
                return NtStatus.FLT_CONTEXT_ALREADY_LINKED;
            }
            if (now == 0) {
                throw freed();
            }
            if (STATE.compareAndSet(this, now, (now + 1) | LINKED)) {
                break;
            }
        }
        if (slot != to && !slot.isFilters()) {
            STATE.getAndAdd(this, -1);
            STATE.getAndBitwiseAnd(this, ~LINKED);
            return NtStatus.INVALID_PARAMETER;
        }
        slot = to;
        holder = on;
        to.linked();
        return NtStatus.SUCCESS;
    }

    /** Unlinks it; the link's reference is the caller's from now on. Called by whoever took it out of its holder, or could not put it in. */
    void unlink() {
        holder = null;
        slot.unlinked();
        STATE.getAndBitwiseAnd(this, ~LINKED);
    }

    private void release() {
        while (true) {
            int now = state;
            int handedOut = now < 0 ? (now & ~LINKED) - 1 : now;
            if (handedOut == 0) {
                slot.filter().found("released a context more often than it had references", slot.toString());
                throw new IllegalStateException("every reference on this " + slot + " is released already");
            }
            if (STATE.compareAndSet(this, now, now - 1)) {
                if (now == 1) {
                    free();
                }
                return;
            }
        }
    }

    /** Nobody else refers to it any more. */
    private void free() {
        T last = Objects.requireNonNull(value);
        value = null;
        slot.contexts().free(slot, last);
    }

    private IllegalStateException freed() {
        return new IllegalStateException("this " + slot + " was freed: its last reference is released");
    }

    // ---- ContextReference

    @Override
    public boolean isPresent() {
        return true;
    }

    @Override
    public NtStatus status() {
        return NtStatus.SUCCESS;
    }

    @Override
    public T value() {
        T present = value;
        if (present == null) {
            throw freed();
        }
        return present;
    }

    @Override
    public ContextReference<T> reference() {
        if (!tryReference()) {
            throw freed();
        }
        return this;
    }

    @Override
    public void delete() {
        ContextHolder on = holder;
        if (on != null && on.remove(this)) {
            release();
        }
    }

    @Override
    public void close() {
        release();
    }

    @Override
    public String toString() {
        ContextHolder on = holder;
        return slot + (on == null ? "" : " of " + on);
    }
}
