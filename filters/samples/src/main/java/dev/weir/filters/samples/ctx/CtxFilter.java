package dev.weir.filters.samples.ctx;

import dev.weir.CallbackData;
import dev.weir.FileHandle;
import dev.weir.FileNode;
import dev.weir.FilePath;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.Instance;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.RelatedObjects;
import dev.weir.Volume;
import dev.weir.context.ContextChange;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextReference;
import dev.weir.context.SetContextOperation;
import dev.weir.filters.samples.DebugPrint;
import dev.weir.operation.Rename;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps a context of each kind: opens per volume and per instance, the name that a file was opened by, how often a file was opened and closed, and when an open file was opened. Prints the counts at each CLEANUP and CLOSE, and at
 * a rename the name that it replaces. Source: FltMgr's sample ctx.
 */
public final class CtxFilter implements Minifilter {
    private static final ContextKind<Volume, LongAdder> VOLUME = ContextKind.volume(LongAdder.class);
    private static final ContextKind<Instance, LongAdder> INSTANCE = ContextKind.instance(LongAdder.class);
    private static final ContextKind<FileNode, FilePath> NAME = ContextKind.file(FilePath.class);
    private static final ContextKind<FileNode, StreamCounts> STREAM = ContextKind.stream(StreamCounts.class);
    private static final ContextKind<FileHandle, Long> OPENED = ContextKind.streamHandle(Long.class);

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        var debug = new DebugPrint(manager.events());
        return Registration.builder()
                .context(VOLUME)
                .context(INSTANCE)
                .context(NAME)
                .context(STREAM)
                .context(OPENED)
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                .instanceSetup((instance, flags) -> setup(instance))
                .postOperation(MajorFunction.CREATE, (data, objects, flags) -> created(data, objects))
                .preOperation(MajorFunction.CLEANUP, (data, objects) -> cleanup(data, objects, debug))
                .preOperation(MajorFunction.CLOSE, (data, objects) -> close(data, objects, debug))
                .postOperation(MajorFunction.SET_INFORMATION, (data, objects, flags) -> changed(data, objects, debug))
                .build();
    }

    private static NtStatus setup(Instance instance) {
        try (var volume = instance.getOrSetContext(VOLUME, instance.volume(), LongAdder::new);
                var own = instance.getOrSetContext(INSTANCE, instance, LongAdder::new)) {
            return volume.isPresent() ? own.status() : volume.status();
        }
    }

    /** Here, and not in the pre-operation: before an open there is no file to keep anything with. */
    private static PostOperationStatus created(CallbackData data, RelatedObjects<Object> objects) {
        if (data.hasOpenedHandle()) {
            Instance instance = objects.instance();
            FileHandle handle = data.openedHandle();
            FileNode file = handle.node();
            try (var volume = instance.getContext(VOLUME, objects.volume());
                    var own = instance.getContext(INSTANCE, instance);
                    var name = instance.getOrSetContext(NAME, file, file::path);
                    var stream = instance.getOrSetContext(STREAM, file, StreamCounts::new);
                    var opened = instance.getOrSetContext(OPENED, handle, System::nanoTime)) {
                // While the instance goes there are no new ones any more.
                if (volume.isPresent() && own.isPresent() && name.isPresent() && opened.isPresent()) {
                    volume.value().increment();
                    own.value().increment();
                    stream.value().creates.increment();
                }
            }
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    private static PreOperationStatus cleanup(CallbackData data, RelatedObjects<Object> objects, DebugPrint debug) {
        try (ContextReference<StreamCounts> stream = objects.instance().getContext(STREAM, data.node())) {
            if (stream.isPresent()) {
                stream.value().cleanups.increment();
                debug.print(
                        data,
                        objects,
                        "cleanup",
                        name(data, objects),
                        stream.value().toString());
            }
        }
        return PreOperationStatus.SUCCESS_NO_CALLBACK;
    }

    private static PreOperationStatus close(CallbackData data, RelatedObjects<Object> objects, DebugPrint debug) {
        try (ContextReference<StreamCounts> stream = objects.instance().getContext(STREAM, data.node());
                ContextReference<Long> opened = objects.instance().getContext(OPENED, data.handle())) {
            if (stream.isPresent() && opened.isPresent()) {
                stream.value().closes.increment();
                debug.print(
                        data,
                        objects,
                        "close",
                        name(data, objects),
                        stream.value().toString());
            }
        }
        return PreOperationStatus.SUCCESS_NO_CALLBACK;
    }

    private static String name(CallbackData data, RelatedObjects<Object> objects) {
        try (ContextReference<FilePath> name = objects.instance().getContext(NAME, data.node())) {
            return name.isPresent() ? name.value().text() : "";
        }
    }

    /** A file that was renamed gets a new name context in place of the old one. */
    private static PostOperationStatus changed(CallbackData data, RelatedObjects<Object> objects, DebugPrint debug) {
        if (data.parameters() instanceof Rename rename
                && data.status().isSuccess()
                && rename.moved().isPresent()) {
            Instance instance = objects.instance();
            FileNode file = rename.moved().get();
            FilePath to = rename.newParent().path().resolve(rename.newName());
            try (ContextReference<FilePath> name = instance.allocateContext(NAME, to);
                    ContextChange<FilePath> change =
                            instance.exchangeContext(NAME, file, SetContextOperation.REPLACE_IF_EXISTS, name)) {
                if (change.old().isPresent()) {
                    debug.print(data, objects, "renamed", change.old().value().text(), "to=" + to);
                }
            }
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }
}
