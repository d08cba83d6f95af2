package dev.weir.manager;

import dev.weir.NtStatus;
import dev.weir.context.ContextChange;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextObject;
import dev.weir.context.ContextOwner;
import dev.weir.context.ContextReference;
import dev.weir.context.ContextType;
import dev.weir.context.SetContextOperation;
import java.util.function.Supplier;

/** {@link ContextOwner}'s calls, answered by a {@link ContextTable}. */
interface ContextCalls<B extends ContextObject> extends ContextOwner<B> {

    ContextTable contextTable();

    private static ContextHolder holder(ContextObject object) {
        if (object instanceof ContextHolder holder) {
            return holder;
        }
        throw new IllegalArgumentException(object + " is not an object of the filter manager's");
    }

    @Override
    default <T> ContextReference<T> allocateContext(ContextKind<?, T> kind, T value) {
        return contextTable().allocate(kind, value);
    }

    @Override
    default <O extends B, T> ContextReference<T> getContext(ContextKind<O, T> kind, O object) {
        return contextTable().get(kind, holder(object));
    }

    @Override
    default <O extends B, T> NtStatus setContext(
            ContextKind<O, T> kind, O object, SetContextOperation operation, ContextReference<T> context) {
        try (ContextChange<T> change = exchangeContext(kind, object, operation, context)) {
            return change.status();
        }
    }

    @Override
    default <O extends B, T> ContextChange<T> exchangeContext(
            ContextKind<O, T> kind, O object, SetContextOperation operation, ContextReference<T> context) {
        return contextTable().exchange(kind, holder(object), operation, context);
    }

    @Override
    default <O extends B, T> ContextReference<T> getOrSetContext(
            ContextKind<O, T> kind, O object, Supplier<? extends T> value) {
        return contextTable().getOrSet(kind, holder(object), value);
    }

    @Override
    default <O extends B, T> NtStatus deleteContext(ContextKind<O, T> kind, O object) {
        try (ContextReference<T> taken = takeContext(kind, object)) {
            return taken.status();
        }
    }

    @Override
    default <O extends B, T> ContextReference<T> takeContext(ContextKind<O, T> kind, O object) {
        return contextTable().take(kind, holder(object));
    }

    @Override
    default boolean supportsContexts(ContextType type, B object) {
        return contextTable().supportsContexts(type, holder(object));
    }
}
