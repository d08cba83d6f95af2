package dev.weir.filters.spy;

import dev.weir.CallbackData;
import dev.weir.ExceptionPolicy;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.OperationEvents;
import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.RelatedObjects;
import java.util.Set;

/**
 * Publishes every operation as an {@link dev.weir.OperationEvent} when it comes up again. Changes nothing and never waits: where nobody keeps up, the manager drops events and counts them.
 * Source: FltMgr's sample minispy.
 */
public final class SpyFilter implements Minifilter {
    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        var configuration = manager.configuration();
        var selection = Selection.of(configuration.list("only"), configuration.flag("data"));
        OperationEvents events = manager.events();
        var registration = Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                .onException(ExceptionPolicy.PASS_OPERATION);
        for (MajorFunction major : selection.majorFunctions()) {
            if (major == MajorFunction.SHUTDOWN) {
                registration.preOperation(major, (data, objects) -> publishNow(events, data, objects));
            } else {
                registration.<Sighting>operation(
                        major,
                        (data, objects) -> before(selection, data, objects),
                        (data, objects, flags) -> after(events, data, objects, flags));
            }
        }
        return registration.build();
    }

    private static PreOperationStatus before(Selection selection, CallbackData data, RelatedObjects<Sighting> objects) {
        if (!selection.wants(data.operationName())) {
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
        objects.setCompletionContext(Sighting.of(data));
        return PreOperationStatus.SUCCESS_WITH_CALLBACK;
    }

    private static PostOperationStatus after(
            OperationEvents events, CallbackData data, RelatedObjects<Sighting> objects, Set<PostOperationFlag> flags) {
        Sighting sighting = objects.completionContext();
        String volume = objects.volume().name();
        events.publish(
                flags.contains(PostOperationFlag.DRAINING)
                        ? sighting.unfinished(volume, NtStatus.PENDING)
                        : sighting.finished(volume, data));
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    /** A shutdown has no way up. */
    private static PreOperationStatus publishNow(OperationEvents events, CallbackData data, RelatedObjects<?> objects) {
        events.publish(Sighting.of(data).unfinished(objects.volume().name(), NtStatus.SUCCESS));
        return PreOperationStatus.SUCCESS_NO_CALLBACK;
    }
}
