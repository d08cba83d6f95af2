package dev.weir.filters.samples.change;

import dev.weir.CallbackData;
import dev.weir.FileNode;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.Registration;
import dev.weir.RelatedObjects;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextReference;
import dev.weir.filters.samples.DebugPrint;
import dev.weir.operation.Allocate;
import dev.weir.operation.CopyRange;
import dev.weir.operation.CreateFile;
import dev.weir.operation.Open;
import dev.weir.operation.Truncate;
import dev.weir.operation.Write;
import java.util.Optional;
import java.util.Set;

/**
 * Marks each file whose content is changed as dirty, and prints it once, when an open file of it is closed or the change was made by name: what a backup would take. Source: FltMgr's sample change.
 */
public final class ChangeFilter implements Minifilter {
    private static final ContextKind<FileNode, Dirt> DIRT = ContextKind.file(Dirt.class);
    private static final int O_TRUNC = 0x200;

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        var debug = new DebugPrint(manager.events());
        var registration = Registration.builder()
                .context(DIRT)
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                .postOperation(MajorFunction.CLEANUP, (data, objects, flags) -> cleanedUp(data, objects, debug));
        for (MajorFunction major : new MajorFunction[] {
            MajorFunction.CREATE, MajorFunction.WRITE, MajorFunction.SET_INFORMATION, MajorFunction.FILE_SYSTEM_CONTROL
        }) {
            registration.postOperation(major, (data, objects, flags) -> after(data, objects, flags, debug));
        }
        return registration.build();
    }

    private static PostOperationStatus after(
            CallbackData data, RelatedObjects<Object> objects, Set<PostOperationFlag> flags, DebugPrint debug) {
        boolean done = flags.isEmpty() && data.status().isSuccess();
        if (done) {
            changed(data).ifPresent(file -> {
                try (ContextReference<Dirt> dirt = objects.instance().getOrSetContext(DIRT, file, Dirt::new)) {
                    if (dirt.isPresent()) {
                        dirt.value().mark();
                    }
                }
                if (!data.hasHandle() && !data.hasOpenedHandle()) {
                    print(data, objects, file, debug);
                }
            });
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    private static Optional<FileNode> changed(CallbackData data) {
        return switch (data.parameters()) {
            case Write _, Truncate _, Allocate _ -> Optional.of(data.node());
            case CopyRange copy -> Optional.of(copy.destination().node());
            case Open open when (open.flags() & O_TRUNC) != 0 -> Optional.of(data.node());
            case CreateFile create
            when (create.flags() & O_TRUNC) != 0 && data.hasCreatedNode() -> Optional.of(data.createdNode());
            default -> Optional.empty();
        };
    }

    private static PostOperationStatus cleanedUp(CallbackData data, RelatedObjects<Object> objects, DebugPrint debug) {
        print(data, objects, data.node(), debug);
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    private static void print(CallbackData data, RelatedObjects<Object> objects, FileNode file, DebugPrint debug) {
        try (ContextReference<Dirt> dirt = objects.instance().getContext(DIRT, file)) {
            if (dirt.isPresent()) {
                long changes = dirt.value().clean();
                if (changes > 0) {
                    debug.print(data, objects, "changed", file.path().text(), "changes=" + changes);
                }
            }
        }
    }
}
