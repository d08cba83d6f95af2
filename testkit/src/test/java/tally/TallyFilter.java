package tally;

import dev.weir.*;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextReference;
import dev.weir.operation.Write;
import java.util.concurrent.atomic.LongAdder;

/** Counts the bytes written to each file, and forbids an open file to write more than a quota. */
public final class TallyFilter implements Minifilter {
    private static final ContextKind<FileNode, LongAdder> WRITTEN = ContextKind.file(LongAdder.class);
    private static final ContextKind<FileHandle, Quota> QUOTA =
            ContextKind.streamHandle(Quota.class).withCleanup((quota, type) -> quota.giveBack());

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        return Registration.builder()
                .context(WRITTEN)
                .context(QUOTA)
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                .postOperation(MajorFunction.CREATE, (data, objects, flags) -> opened(data, objects))
                .operation(
                        MajorFunction.WRITE,
                        (data, objects) -> writes(data, objects),
                        (data, objects, flags) -> wrote(data, objects))
                .build();
    }

    private static PostOperationStatus opened(CallbackData data, RelatedObjects<Object> objects) {
        if (data.hasOpenedHandle()) {
            objects.instance()
                    .getOrSetContext(QUOTA, data.openedHandle(), () -> new Quota(100))
                    .close();
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    private static PreOperationStatus writes(CallbackData data, RelatedObjects<Object> objects) {
        try (ContextReference<Quota> quota = objects.instance().getContext(QUOTA, data.handle())) {
            if (quota.isPresent() && !quota.value().take(((Write) data.parameters()).byteCount())) {
                data.setStatus(NtStatus.DISK_FULL);
                return PreOperationStatus.COMPLETE;
            }
        }
        return PreOperationStatus.SUCCESS_WITH_CALLBACK;
    }

    private static PostOperationStatus wrote(CallbackData data, RelatedObjects<Object> objects) {
        try (ContextReference<LongAdder> written =
                objects.instance().getOrSetContext(WRITTEN, data.node(), LongAdder::new)) {
            if (written.isPresent()) {
                written.value().add(data.information());
            }
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    /** For whoever asks, on any thread. */
    public static long written(Instance instance, FileNode file) {
        try (ContextReference<LongAdder> written = instance.getContext(WRITTEN, file)) {
            return written.isPresent() ? written.value().sum() : 0;
        }
    }
}
