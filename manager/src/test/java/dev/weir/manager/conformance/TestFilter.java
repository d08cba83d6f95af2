package dev.weir.manager.conformance;

import dev.weir.Altitude;
import dev.weir.CallbackData;
import dev.weir.ExceptionPolicy;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.FilterUnloadFlag;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.InstanceSetupCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NameProvider;
import dev.weir.NtStatus;
import dev.weir.OperationFlag;
import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.RegistrationFlag;
import dev.weir.RelatedObjects;
import dev.weir.context.ContextKind;
import dev.weir.manager.FilterDefinition;
import dev.weir.manager.InstanceDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A filter that writes down everything it is called for, and whose answers a test sets. By default it sees every operation on its way down and up, attaches everywhere and agrees to its unload.
 */
final class TestFilter implements Minifilter {
    /** A pre-operation's answer. */
    interface Pre {
        @Nullable
        PreOperationStatus answer(CallbackData data, RelatedObjects<Object> objects);
    }

    /** A post-operation's answer. */
    interface Post {
        @Nullable
        PostOperationStatus answer(CallbackData data, RelatedObjects<Object> objects);
    }

    final String name;
    final String altitude;
    final List<String> log;
    final List<Set<FilterUnloadFlag>> unloads = Collections.synchronizedList(new ArrayList<>());
    final List<Thread> unloadThreads = Collections.synchronizedList(new ArrayList<>());
    Pre pre = (data, objects) -> PreOperationStatus.SUCCESS_WITH_CALLBACK;
    Post post = (data, objects) -> PostOperationStatus.FINISHED_PROCESSING;

    @Nullable
    FilterUnloadCallback unload = (filter, flags) -> {
        filter.unregister();
        return NtStatus.SUCCESS;
    };

    @Nullable
    InstanceSetupCallback setup;

    @Nullable
    InstanceQueryTeardownCallback query = InstanceQueryTeardownCallback.ALWAYS;

    @Nullable
    NameProvider provider;

    Runnable onTeardownStart = () -> {};
    List<ContextKind<?, ?>> contexts = List.of();

    @Nullable
    Entry entry;

    boolean withPre = true;
    boolean withPost = true;
    OperationFlag[] operationFlags = {};
    ExceptionPolicy policy = ExceptionPolicy.FAIL_OPERATION;
    boolean noStop;
    int flags;
    volatile @Nullable FilterManager manager;

    /** An entry routine instead of the default one. */
    interface Entry {
        @Nullable
        NtStatus enter(FilterManager manager) throws dev.weir.FilterException;
    }

    TestFilter(String name, String altitude) {
        this(name, altitude, Collections.synchronizedList(new ArrayList<>()));
    }

    TestFilter(String name, String altitude, List<String> log) {
        this.name = name;
        this.altitude = altitude;
        this.log = log;
    }

    TestFilter refusing(NtStatus status) {
        unload = (filter, flagSet) -> status;
        return this;
    }

    FilterDefinition definition() {
        return new FilterDefinition(
                name,
                Optional.empty(),
                List.of(new InstanceDefinition(
                        name + " Instance",
                        Altitude.parse(altitude).orElseThrow(),
                        (flags & 1) != 0,
                        (flags & 2) != 0)),
                name + " Instance");
    }

    @Override
    public NtStatus entry(FilterManager filterManager) throws dev.weir.FilterException {
        manager = filterManager;
        Entry own = entry;
        return own == null ? Minifilter.super.entry(filterManager) : own.enter(filterManager);
    }

    @Override
    public Registration registration(FilterManager filterManager) {
        Registration.Builder builder = Registration.builder();
        builder.onException(policy);
        for (ContextKind<?, ?> kind : contexts) {
            add(builder, kind);
        }
        if (withPost && withPre) {
            builder.everyOperation(this::before, this::after, operationFlags);
        } else {
            for (MajorFunction major : MajorFunction.values()) {
                add(builder, major);
            }
        }
        FilterUnloadCallback callback = unload;
        if (callback != null) {
            builder.unload((filter, flagSet) -> {
                unloads.add(flagSet);
                unloadThreads.add(Thread.currentThread());
                return callback.unload(filter, flagSet);
            });
        }
        InstanceSetupCallback setUp = setup;
        if (setUp != null) {
            builder.instanceSetup(setUp);
        }
        InstanceQueryTeardownCallback asked = query;
        if (asked != null) {
            builder.instanceQueryTeardown(instance -> {
                log.add(name + " query");
                return asked.queryTeardown(instance);
            });
        }
        builder.instanceTeardownStart((instance, reason) -> {
            log.add(name + " start " + reason);
            onTeardownStart.run();
        });
        builder.instanceTeardownComplete((instance, reason) -> log.add(name + " complete " + reason));
        NameProvider names = provider;
        if (names != null) {
            builder.nameProvider(names);
        }
        if (noStop) {
            builder.flag(RegistrationFlag.DO_NOT_SUPPORT_SERVICE_STOP);
        }
        return builder.build();
    }

    private static void add(Registration.Builder builder, ContextKind<?, ?> kind) {
        try {
            builder.context(kind);
        } catch (dev.weir.FilterException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(Registration.Builder builder, MajorFunction major) {
        try {
            if (withPre) {
                builder.preOperation(major, this::before, operationFlags);
            } else if (major != MajorFunction.SHUTDOWN) {
                builder.postOperation(major, this::after, operationFlags);
            }
        } catch (dev.weir.FilterException e) {
            throw new IllegalStateException(e);
        }
    }

    private PreOperationStatus before(CallbackData data, RelatedObjects<Object> objects) {
        log.add(name + " pre " + data.operationName());
        return pre.answer(data, objects);
    }

    private PostOperationStatus after(
            CallbackData data, RelatedObjects<Object> objects, Set<PostOperationFlag> postFlags) {
        log.add(name + " post " + data.operationName() + (postFlags.isEmpty() ? "" : " " + postFlags));
        return post.answer(data, objects);
    }

    /** A log entry that is in the log so many times. */
    long count(Function<String, Boolean> matching) {
        synchronized (log) {
            return log.stream().filter(matching::apply).count();
        }
    }
}
