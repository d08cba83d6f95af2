package dev.weir.manager.verify;

import dev.weir.ClientPort;
import dev.weir.CommunicationPort;
import dev.weir.Configuration;
import dev.weir.Filter;
import dev.weir.FilterManager;
import dev.weir.Instance;
import dev.weir.OperationEvents;
import dev.weir.Registration;
import dev.weir.context.ContextChange;
import dev.weir.context.ContextObject;
import dev.weir.context.ContextReference;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes what a filter is handed in place of the manager's objects. Safe on any thread. */
final class Proxies {
    private final Verifier verifier;
    private final Map<Instance, Instance> instances = new ConcurrentHashMap<>();
    private volatile @Nullable Filter filter;

    Proxies(Verifier verifier) {
        this.verifier = verifier;
    }

    FilterManager manager(FilterManager manager) {
        return (FilterManager) ApiProxy.of(new ApiProxy(verifier, manager) {
            @Override
            @Nullable
            Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
                if (arguments.length == 1 && arguments[0] instanceof Registration registration) {
                    arguments[0] = VerifiedRegistration.of(registration, verifier());
                }
                return super.call(proxy, method, arguments);
            }
        });
    }

    /** The same one for a filter each time. */
    Filter filter(Filter real) {
        Filter known = filter;
        if (known == null) {
            known = (Filter) ApiProxy.of(new ApiProxy(verifier, real) {
                @Override
                @Nullable
                Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
                    if (method.getName().equals("unregister")) {
                        verifier().references().settleAtTheEnd();
                    }
                    return super.call(proxy, method, arguments);
                }
            });
            filter = known;
            verifier.references().filter(real);
        }
        return known;
    }

    /** The same one for an instance each time, until it is {@linkplain #forget forgotten}. */
    Instance instance(Instance real) {
        return instances.computeIfAbsent(real, r -> (Instance) ApiProxy.of(new ApiProxy(verifier, r)));
    }

    void forget(Instance real) {
        instances.remove(real);
    }

    /** What a filter gets in place of a result. */
    @Nullable
    Object wrap(String origin, Method method, @Nullable Object result) {
        return switch (result) {
            case null -> null;
            case Filter real -> filter(real);
            case Instance real -> instance(real);
            case Optional<?> optional -> optional.map(each -> wrap(origin, method, each));
            case List<?> list when list.stream().anyMatch(Instance.class::isInstance) -> instances(list);
            case ContextChange<?> change -> new ContextChange<>(change.status(), reference(change.old(), origin));
            case ContextReference<?> reference -> reference(reference, origin);
            case ContextObject object -> object;
            case CommunicationPort port -> port;
            case ClientPort port -> port;
            case Configuration configuration -> configuration;
            case OperationEvents events -> events;
            case AutoCloseable reference
            when ApiProxy.isOfTheApi(method.getReturnType()) ->
                HeldProxy.of(verifier, reference, name(method.getReturnType(), origin));
            default ->
                ApiProxy.isOfTheApi(method.getReturnType())
                                && !method.getReturnType().isSealed()
                        ? ApiProxy.of(new ApiProxy(verifier, result))
                        : result;
        };
    }

    private List<Object> instances(List<?> list) {
        var wrapped = new ArrayList<>();
        for (Object each : list) {
            wrapped.add(each instanceof Instance real ? instance(real) : each);
        }
        return wrapped;
    }

    private ContextReference<?> reference(ContextReference<?> reference, String origin) {
        return reference.isPresent()
                ? (ContextReference<?>) HeldProxy.of(verifier, reference, name(ContextReference.class, origin))
                : reference;
    }

    private static String name(Class<?> type, String origin) {
        return type.getSimpleName() + " of " + origin;
    }
}
