package dev.weir;

import dev.weir.context.ContextKind;
import dev.weir.context.ContextType;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a filter registers (FLT_REGISTRATION). Immutable; made by {@link #builder()}.
 *
 * <p>Not calling is the fastest call: register only for what the filter needs. A filter without a {@link FilterUnloadCallback} can never be unloaded, one without an {@link
 * InstanceQueryTeardownCallback} can't be detached by hand.
 */
public final class Registration {
    private final Set<RegistrationFlag> flags;
    private final Map<MajorFunction, OperationRegistration<?>> operations;
    private final Map<ContextType, ContextKind<?, ?>> contexts;
    private final @Nullable FilterUnloadCallback unload;
    private final @Nullable InstanceSetupCallback setup;
    private final @Nullable InstanceQueryTeardownCallback queryTeardown;
    private final @Nullable InstanceTeardownCallback teardownStart;
    private final @Nullable InstanceTeardownCallback teardownComplete;
    private final @Nullable NameProvider nameProvider;
    private final ExceptionPolicy exceptionPolicy;

    private Registration(Builder builder) {
        this.flags = Set.copyOf(builder.flags);
        this.operations = Map.copyOf(builder.operations);
        this.contexts = Map.copyOf(builder.contexts);
        this.unload = builder.unload;
        this.setup = builder.setup;
        this.queryTeardown = builder.queryTeardown;
        this.teardownStart = builder.teardownStart;
        this.teardownComplete = builder.teardownComplete;
        this.nameProvider = builder.nameProvider;
        this.exceptionPolicy = builder.exceptionPolicy;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that has all of this, for whoever puts something round callbacks. */
    public Builder toBuilder() {
        var copy = new Builder();
        copy.flags.addAll(flags);
        copy.operations.putAll(operations);
        copy.contexts.putAll(contexts);
        copy.unload = unload;
        copy.setup = setup;
        copy.queryTeardown = queryTeardown;
        copy.teardownStart = teardownStart;
        copy.teardownComplete = teardownComplete;
        copy.nameProvider = nameProvider;
        copy.exceptionPolicy = exceptionPolicy;
        return copy;
    }

    public Set<RegistrationFlag> flags() {
        return flags;
    }

    public Collection<OperationRegistration<?>> operations() {
        return operations.values();
    }

    /** The registration for one major function. */
    public Optional<OperationRegistration<?>> operation(MajorFunction major) {
        return Optional.ofNullable(operations.get(major));
    }

    /** The kinds of context, at most one of each type. */
    public Collection<ContextKind<?, ?>> contexts() {
        return contexts.values();
    }

    public Optional<FilterUnloadCallback> unload() {
        return Optional.ofNullable(unload);
    }

    public Optional<InstanceSetupCallback> setup() {
        return Optional.ofNullable(setup);
    }

    public Optional<InstanceQueryTeardownCallback> queryTeardown() {
        return Optional.ofNullable(queryTeardown);
    }

    public Optional<InstanceTeardownCallback> teardownStart() {
        return Optional.ofNullable(teardownStart);
    }

    public Optional<InstanceTeardownCallback> teardownComplete() {
        return Optional.ofNullable(teardownComplete);
    }

    public Optional<NameProvider> nameProvider() {
        return Optional.ofNullable(nameProvider);
    }

    public ExceptionPolicy exceptionPolicy() {
        return exceptionPolicy;
    }

    /** Collects a {@link Registration}. Not thread-safe. */
    public static final class Builder {
        private final Set<RegistrationFlag> flags = EnumSet.noneOf(RegistrationFlag.class);
        private final Map<MajorFunction, OperationRegistration<?>> operations = new EnumMap<>(MajorFunction.class);
        private final Map<ContextType, ContextKind<?, ?>> contexts = new EnumMap<>(ContextType.class);
        private @Nullable FilterUnloadCallback unload;
        private @Nullable InstanceSetupCallback setup;
        private @Nullable InstanceQueryTeardownCallback queryTeardown;
        private @Nullable InstanceTeardownCallback teardownStart;
        private @Nullable InstanceTeardownCallback teardownComplete;
        private @Nullable NameProvider nameProvider;
        private ExceptionPolicy exceptionPolicy = ExceptionPolicy.FAIL_OPERATION;

        private Builder() {}

        public Builder flag(RegistrationFlag flag) {
            flags.add(flag);
            return this;
        }

        /** Makes the filter unloadable. */
        public Builder unload(FilterUnloadCallback callback) {
            unload = callback;
            return this;
        }

        public Builder instanceSetup(InstanceSetupCallback callback) {
            setup = callback;
            return this;
        }

        /** Makes instances detachable by hand. */
        public Builder instanceQueryTeardown(InstanceQueryTeardownCallback callback) {
            queryTeardown = callback;
            return this;
        }

        public Builder instanceTeardownStart(InstanceTeardownCallback callback) {
            teardownStart = callback;
            return this;
        }

        public Builder instanceTeardownComplete(InstanceTeardownCallback callback) {
            teardownComplete = callback;
            return this;
        }

        /** Makes the filter a name provider: those above are given its names. */
        public Builder nameProvider(NameProvider provider) {
            nameProvider = provider;
            return this;
        }

        /** What becomes of an operation when a callback throws; {@link ExceptionPolicy#FAIL_OPERATION} unless said. */
        public Builder onException(ExceptionPolicy policy) {
            exceptionPolicy = policy;
            return this;
        }

        /** Registers for one major function. */
        public Builder operation(OperationRegistration<?> operation) throws FilterException {
            if (operations.putIfAbsent(operation.major(), operation) != null) {
                throw new FilterException(
                        NtStatus.FLT_DUPLICATE_ENTRY,
                        operation.major() + " is registered twice: list each major function once");
            }
            return this;
        }

        /** Registers for one major function in place of what is registered for it. */
        public Builder replace(OperationRegistration<?> operation) {
            operations.put(operation.major(), operation);
            return this;
        }

        /** Registers a pre-operation callback without a post-operation. */
        public Builder preOperation(MajorFunction major, PreOperation<?> pre, OperationFlag... flags)
                throws FilterException {
            return operation(OperationRegistration.of(major, pre, flags));
        }

        /** Registers a post-operation callback without a pre-operation: it is called for every such operation. */
        public Builder postOperation(MajorFunction major, PostOperation<?> post, OperationFlag... flags)
                throws FilterException {
            return operation(OperationRegistration.ofPost(major, post, flags));
        }

        /** Registers both. */
        public <C> Builder operation(
                MajorFunction major, PreOperation<C> pre, PostOperation<C> post, OperationFlag... flags)
                throws FilterException {
            return operation(OperationRegistration.of(major, pre, post, flags));
        }

        /** Registers an editor of directory listings, as the callbacks for DIRECTORY_CONTROL. */
        public Builder listing(ListingEditor editor) throws FilterException {
            var callbacks = new ListingCallbacks(editor);
            return operation(MajorFunction.DIRECTORY_CONTROL, callbacks, callbacks);
        }

        /** Registers both for every major function that is not registered yet; SHUTDOWN gets the pre-operation alone. */
        public <C> Builder everyOperation(PreOperation<C> pre, PostOperation<C> post, OperationFlag... flags) {
            for (MajorFunction major : MajorFunction.values()) {
                operations.computeIfAbsent(
                        major,
                        m -> m == MajorFunction.SHUTDOWN
                                ? OperationRegistration.of(m, pre, flags)
                                : OperationRegistration.of(m, pre, post, flags));
            }
            return this;
        }

        /**
         * Registers a kind of context. The same one twice is registered once.
         *
         * @throws FilterException STATUS_FLT_INVALID_CONTEXT_REGISTRATION where there is another kind of its type
         */
        public Builder context(ContextKind<?, ?> kind) throws FilterException {
            ContextKind<?, ?> known = contexts.putIfAbsent(kind.type(), kind);
            if (known != null && known != kind) {
                throw new FilterException(
                        NtStatus.FLT_INVALID_CONTEXT_REGISTRATION,
                        "a " + known + " is registered already: an object has one context of each type");
            }
            return this;
        }

        public Registration build() {
            return new Registration(this);
        }
    }
}
