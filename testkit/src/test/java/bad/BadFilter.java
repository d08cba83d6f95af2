package bad;

import dev.weir.CallbackData;
import dev.weir.FileNode;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.RelatedObjects;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextReference;
import dev.weir.operation.Read;

/** Counts reads for each file, and breaks three rules while it does. */
public final class BadFilter implements Minifilter {
    private static final ContextKind<FileNode, long[]> COUNT = ContextKind.file(long[].class);

    private CallbackData last;

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        return Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                .context(COUNT)
                .preOperation(MajorFunction.READ, this::count)
                .preOperation(MajorFunction.WRITE, (data, objects) -> {
                    last = data;
                    return PreOperationStatus.SUCCESS_NO_CALLBACK;
                })
                .build();
    }

    private PreOperationStatus count(CallbackData data, RelatedObjects<Object> objects) {
        ContextReference<long[]> count = objects.instance().getOrSetContext(COUNT, data.node(), () -> new long[1]);
        count.value()[0]++;
        if (data.parameters() instanceof Read read && read.byteCount() > 4096) {
            read.setByteCount(4096);
        }
        if (last != null && last.isNonCached()) {
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        }
        return PreOperationStatus.SUCCESS_NO_CALLBACK;
    }
}
