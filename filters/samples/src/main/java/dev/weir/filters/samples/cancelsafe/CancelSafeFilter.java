package dev.weir.filters.samples.cancelsafe;

import dev.weir.CallbackData;
import dev.weir.FilePath;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.Instance;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.RelatedObjects;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextReference;
import dev.weir.context.SetContextOperation;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps each read of a file below a directory for a while. A program that is interrupted meanwhile is let go, and so are all when the filter goes. Source: FltMgr's sample cancelSafe.
 */
public final class CancelSafeFilter implements Minifilter {
    private static final ContextKind<Instance, DelayedReads> QUEUE = ContextKind.instance(DelayedReads.class);

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        FilePath directory = FilePath.of(manager.configuration().text("path"));
        long delay = TimeUnit.MILLISECONDS.toNanos(manager.configuration().number("delay"));
        return Registration.builder()
                .context(QUEUE)
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                .instanceSetup((instance, flags) -> setup(instance, delay))
                .instanceTeardownStart((instance, reason) -> withQueue(instance, DelayedReads::end))
                .preOperation(MajorFunction.READ, (data, objects) -> before(data, objects, directory))
                .build();
    }

    private static NtStatus setup(Instance instance, long delay) {
        try (ContextReference<DelayedReads> queue =
                instance.allocateContext(QUEUE, new DelayedReads(instance, delay))) {
            return instance.setContext(QUEUE, instance, SetContextOperation.KEEP_IF_EXISTS, queue);
        }
    }

    private static void withQueue(Instance instance, Consumer<DelayedReads> action) {
        try (ContextReference<DelayedReads> queue = instance.getContext(QUEUE, instance)) {
            if (queue.isPresent()) {
                action.accept(queue.value());
            }
        }
    }

    private static PreOperationStatus before(CallbackData data, RelatedObjects<?> objects, FilePath directory) {
        if (!isBelow(data.path(), directory)) {
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
        try (ContextReference<DelayedReads> queue = objects.instance().getContext(QUEUE, objects.instance())) {
            return queue.isPresent() && queue.value().keep(data)
                    ? PreOperationStatus.PENDING
                    : PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
    }

    private static boolean isBelow(FilePath path, FilePath directory) {
        int depth = directory.names().size();
        return path.names().size() > depth && path.names().subList(0, depth).equals(directory.names());
    }
}
