package dev.weir.manager.verify;

import dev.weir.Filter;
import dev.weir.FilterUnloadCallback;
import dev.weir.FilterUnloadFlag;
import dev.weir.Instance;
import dev.weir.InstanceSetupFlag;
import dev.weir.InstanceTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.NtStatus;
import dev.weir.OperationFlag;
import dev.weir.OperationRegistration;
import dev.weir.PostOperation;
import dev.weir.PreOperation;
import dev.weir.Registration;
import dev.weir.TeardownReason;
import dev.weir.manager.InstanceObject;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A filter's registration with the verifier round each callback. */
final class VerifiedRegistration {
    private VerifiedRegistration() {}

    static Registration of(Registration given, Verifier verifier) {
        Registration.Builder verified = given.toBuilder();
        given.operations().forEach(operation -> verified.replace(operation(operation, verifier)));
        given.unload().ifPresent(unload -> verified.unload((filter, flags) -> unload(unload, filter, flags, verifier)));
        verified.instanceSetup((instance, flags) -> setUp(given, instance, flags, verifier));
        given.queryTeardown()
                .ifPresent(query -> verified.instanceQueryTeardown(
                        instance -> query.queryTeardown(verifier.proxies().instance(instance))));
        verified.instanceTeardownStart((instance, reason) -> start(given.teardownStart(), instance, reason, verifier));
        verified.instanceTeardownComplete((instance, reason) -> complete(given, instance, reason, verifier));
        return verified.build();
    }

    private static NtStatus setUp(
            Registration given, Instance instance, Set<InstanceSetupFlag> flags, Verifier verifier) {
        if (instance instanceof InstanceObject real) {
            real.watch(verifier.ownMount());
        }
        return given.setup().isPresent()
                ? given.setup().get().setup(verifier.proxies().instance(instance), flags)
                : NtStatus.SUCCESS;
    }

    private static NtStatus unload(
            FilterUnloadCallback unload, Filter filter, Set<FilterUnloadFlag> flags, Verifier verifier) {
        boolean goes = flags.contains(FilterUnloadFlag.MANDATORY);
        try {
            NtStatus answer = unload.unload(verifier.proxies().filter(filter), flags);
            goes |= answer != null && answer.isSuccess();
            return answer;
        } finally {
            if (goes) {
                verifier.references().settleAtTheEnd();
            }
        }
    }

    private static void start(
            Optional<InstanceTeardownCallback> filters, Instance instance, TeardownReason reason, Verifier verifier) {
        try {
            filters.ifPresent(callback -> callback.teardown(verifier.proxies().instance(instance), reason));
        } finally {
            verifier.kept().settle(instance);
        }
    }

    private static void complete(Registration given, Instance instance, TeardownReason reason, Verifier verifier) {
        try {
            given.teardownComplete()
                    .ifPresent(callback -> callback.teardown(verifier.proxies().instance(instance), reason));
        } finally {
            verifier.kept().gone(instance);
            verifier.proxies().forget(instance);
        }
    }

    @SuppressWarnings("unchecked") // the context that a filter's post gets is the one that its own pre set
    private static OperationRegistration<?> operation(OperationRegistration<?> given, Verifier verifier) {
        OperationFlag[] flags = given.flags().toArray(OperationFlag[]::new);
        var filtersPre = (@Nullable PreOperation<Object>) given.pre().orElse(null);
        var filtersPost = (@Nullable PostOperation<Object>) given.post().orElse(null);
        MajorFunction major = given.major();
        boolean promised = given.flags().contains(OperationFlag.NON_BLOCKING);
        PreOperation<Object> pre =
                filtersPre == null ? null : new VerifiedPre(verifier, filtersPre, filtersPost != null, promised);
        PostOperation<Object> post = filtersPost == null ? null : new VerifiedPost(verifier, filtersPost, promised);
        if (pre == null) {
            return post == null ? given : OperationRegistration.ofPost(major, post, flags);
        }
        return post == null
                ? OperationRegistration.of(major, pre, flags)
                : OperationRegistration.of(major, pre, post, flags);
    }
}
