package dev.weir.filters.passall;

import dev.weir.CallbackData;
import dev.weir.Configuration;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.Instance;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.OperationFlag;
import dev.weir.OperationRegistration;
import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.RelatedObjects;
import java.util.List;
import java.util.Set;

/**
 * Sees every operation down and up, all data with it, and changes nothing: what measurements use. Source: FltMgr's sample passThrough.
 *
 * <p>The completion context is the instance that the pre-operation was called for, so that a post-operation can tell a context that is not its own; nothing is allocated.
 */
public final class PassAllFilter implements Minifilter {
    private static final String CACHED = "cached";

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        var registration = Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                .preOperation(MajorFunction.SHUTDOWN, (data, objects) -> PreOperationStatus.SUCCESS_NO_CALLBACK)
                .everyOperation(PassAllFilter::before, PassAllFilter::after);
        if (leavesCached(manager.configuration())) {
            for (MajorFunction major : List.of(MajorFunction.READ, MajorFunction.WRITE)) {
                registration.replace(OperationRegistration.of(
                        major, PassAllFilter::before, PassAllFilter::after, OperationFlag.SKIP_CACHED_IO));
            }
        }
        return registration.build();
    }

    /** Whoever loads it without a descriptor need not know of the key. */
    private static boolean leavesCached(Configuration configuration) {
        return configuration.keys().contains(CACHED) && configuration.flag(CACHED);
    }

    private static PreOperationStatus before(CallbackData data, RelatedObjects<Instance> objects) {
        objects.setCompletionContext(objects.instance());
        return PreOperationStatus.SUCCESS_WITH_CALLBACK;
    }

    private static PostOperationStatus after(
            CallbackData data, RelatedObjects<Instance> objects, Set<PostOperationFlag> flags) {
        if (!objects.completionContext().equals(objects.instance())) {
            throw new IllegalStateException("operation " + data.id() + " came up with another layer's context");
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }
}
