package dev.weir.manager;

import dev.weir.NtStatus;
import dev.weir.context.ContextChange;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextReference;
import dev.weir.context.ContextType;
import dev.weir.context.SetContextOperation;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The contexts of one instance, or of a filter on volumes: decides what may be asked, and deletes all of them in the end. Safe on any thread. */
final class ContextTable {
    private final FilterContexts contexts;
    private final @Nullable InstanceObject instance;
    private volatile @Nullable ContextSlot[] slots;

    /** @param instance null for the filter's own table, which has volume contexts only */
    ContextTable(FilterContexts contexts, @Nullable InstanceObject instance) {
        this.contexts = contexts;
        this.instance = instance;
        this.slots = instance == null ? new ContextSlot[0] : contexts.forInstance();
    }

    private @Nullable ContextSlot slot(ContextKind<?, ?> kind) {
        return instance == null ? contexts.slot(kind) : FilterContexts.slotOf(slots, kind);
    }

    <T> ContextReference<T> allocate(ContextKind<?, T> kind, T value) {
        return contexts.allocate(kind, value);
    }

    // ---- get

    @SuppressWarnings("unchecked") // a slot has contexts of its own kind only
    <T> ContextReference<T> get(ContextKind<?, T> kind, ContextHolder holder) {
        ContextSlot slot = slot(kind);
        if (slot == null) {
            return kind.type().isSupported() ? NoContext.NOT_FOUND.as() : NoContext.NOT_SUPPORTED.as();
        }
        if (slot.forbids(holder)) {
            return NoContext.NOT_SUPPORTED.as();
        }
        ContextCell<?> found = holder.get(slot);
        if (found == null) {
            return noneOn(kind, holder);
        }
        return (ContextReference<T>) found;
    }

    private static <T> ContextReference<T> noneOn(ContextKind<?, T> kind, ContextHolder holder) {
        return supports(kind.type(), holder) ? NoContext.NOT_FOUND.as() : NoContext.NOT_SUPPORTED.as();
    }

    private static boolean supports(ContextType type, ContextHolder holder) {
        return type.isSupported() && !(holder.hasEnded() && ofFiles(type));
    }

    private static boolean ofFiles(ContextType type) {
        return type == ContextType.FILE || type == ContextType.STREAM || type == ContextType.STREAM_HANDLE;
    }

    boolean supportsContexts(ContextType type, ContextHolder holder) {
        return supports(type, holder)
                && switch (type) {
                    case VOLUME -> holder instanceof VolumeObject;
                    case INSTANCE -> holder instanceof InstanceObject;
                    case FILE, STREAM -> holder instanceof FileNodeObject && !ContextMoment.forbids(holder);
                    case STREAM_HANDLE -> holder instanceof FileHandleObject && !ContextMoment.forbids(holder);
                    case TRANSACTION, SECTION -> false;
                };
    }

    // ---- change

    /** SUCCESS where a context of a kind may be set on, or deleted from, an object now. */
    private NtStatus mayChange(ContextKind<?, ?> kind, @Nullable ContextSlot slot, ContextHolder holder) {
        if (!kind.type().isSupported()) {
            return NtStatus.NOT_SUPPORTED;
        }
        if (contexts.isClosed() || isGoing(kind.type())) {
            return NtStatus.FLT_DELETING_OBJECT;
        }
        if (slot == null) {
            return NtStatus.FLT_CONTEXT_ALLOCATION_NOT_FOUND;
        }
        if (slot.isClosed()) {
            return NtStatus.FLT_DELETING_OBJECT;
        }
        if (!isOurs(kind.type(), holder)) {
            return NtStatus.INVALID_PARAMETER;
        }
        return slot.forbids(holder) ? NtStatus.NOT_SUPPORTED : NtStatus.SUCCESS;
    }

    private boolean isGoing(ContextType type) {
        return type != ContextType.VOLUME && instance != null && instance.isGoing();
    }

    private boolean isOurs(ContextType type, ContextHolder holder) {
        return switch (type) {
            case VOLUME -> true;
            case INSTANCE -> holder == instance;
            default -> instance != null && holder.isOn(instance.volume());
        };
    }

    <T> ContextChange<T> exchange(
            ContextKind<?, T> kind,
            ContextHolder holder,
            SetContextOperation operation,
            ContextReference<T> reference) {
        if (!(reference instanceof ContextCell<T> cell)) {
            return refused(reference.status());
        }
        ContextSlot slot = slot(kind);
        NtStatus may = mayChange(kind, slot, holder);
        if (slot == null || !may.isSuccess()) {
            return refused(may);
        }
        if (cell.slot().kind() != kind || cell.slot().contexts() != contexts) {
            return refused(NtStatus.INVALID_PARAMETER);
        }
        NtStatus link = cell.link(slot, holder);
        return link.isSuccess() ? put(cell, slot, holder, operation) : refused(link);
    }

    @SuppressWarnings("unchecked") // a slot has contexts of its own kind only
    private static <T> ContextChange<T> put(
            ContextCell<T> cell, ContextSlot slot, ContextHolder holder, SetContextOperation operation) {
        var handover = new ContextHolder.Handover();
        ContextHolder.Put how = holder.put(cell, operation == SetContextOperation.KEEP_IF_EXISTS, handover);
        ContextReference<T> old = handover.old == null ? NoContext.NOT_FOUND.as() : (ContextReference<T>) handover.old;
        if (how != ContextHolder.Put.DONE) {
            cell.unlink();
            cell.close();
            return how == ContextHolder.Put.KEPT
                    ? new ContextChange<>(NtStatus.FLT_CONTEXT_ALREADY_DEFINED, old)
                    : refused(endedStatus(slot.kind().type()));
        }
        if (slot.isClosed()) {
            // The teardown may have looked at this object already.
            old.close();
            cell.delete();
            return refused(NtStatus.FLT_DELETING_OBJECT);
        }
        return new ContextChange<>(NtStatus.SUCCESS, old);
    }

    private static NtStatus endedStatus(ContextType type) {
        return ofFiles(type) ? NtStatus.NOT_SUPPORTED : NtStatus.FLT_DELETING_OBJECT;
    }

    private static <T> ContextChange<T> refused(NtStatus status) {
        return new ContextChange<>(status, NoContext.NOT_FOUND.as());
    }

    <T> ContextReference<T> getOrSet(ContextKind<?, T> kind, ContextHolder holder, Supplier<? extends T> value) {
        ContextReference<T> known = get(kind, holder);
        if (known.isPresent() || !known.status().equals(NtStatus.NOT_FOUND)) {
            return known;
        }
        NtStatus may = mayChange(kind, slot(kind), holder);
        if (!may.isSuccess()) {
            return NoContext.of(may).as();
        }
        T made = value.get();
        ContextReference<T> fresh = allocate(kind, made);
        if (!fresh.isPresent()) {
            contexts.cleanUp(kind, made);
            return fresh;
        }
        ContextChange<T> change = exchange(kind, holder, SetContextOperation.KEEP_IF_EXISTS, fresh);
        if (change.status().isSuccess()) {
            return fresh;
        }
        fresh.close();
        return change.status().equals(NtStatus.FLT_CONTEXT_ALREADY_DEFINED)
                ? change.old()
                : NoContext.of(change.status()).as();
    }

    @SuppressWarnings("unchecked") // a slot has contexts of its own kind only
    <T> ContextReference<T> take(ContextKind<?, T> kind, ContextHolder holder) {
        ContextSlot slot = slot(kind);
        NtStatus may = mayChange(kind, slot, holder);
        if (may.equals(NtStatus.FLT_CONTEXT_ALLOCATION_NOT_FOUND)) {
            return NoContext.NOT_FOUND.as();
        }
        if (slot == null || !may.isSuccess()) {
            return NoContext.of(may).as();
        }
        ContextCell<?> taken = holder.remove(slot);
        return taken == null ? noneOn(kind, holder) : (ContextReference<T>) taken;
    }

    // ---- the end

    /** Deletes every context of the instance: its own, and those on the files and handles of its volume. None can be set any more. */
    void end(InstanceObject on, VolumeObject volume) {
        var onFiles = new ArrayList<ContextSlot>();
        for (ContextSlot slot : slots) {
            if (slot == null || slot.isFilters()) {
                continue;
            }
            slot.close();
            if (slot.links() == 0) {
                continue;
            }
            switch (slot.kind().type()) {
                case INSTANCE -> slot.deleteFrom(on);
                case FILE, STREAM -> onFiles.add(slot);
                case STREAM_HANDLE -> volume.handles().forEach(slot::deleteFrom);
                case VOLUME, TRANSACTION, SECTION -> {}
            }
        }
        if (!onFiles.isEmpty()) {
            volume.nodes().forEach(node -> onFiles.forEach(slot -> slot.deleteFrom(node)));
        }
        slots = new ContextSlot[0];
    }
}
