package dev.weir.filters.samples.delete;

import dev.weir.CallbackData;
import dev.weir.FileNode;
import dev.weir.FileType;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.Instance;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.RelatedObjects;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextReference;
import dev.weir.filters.samples.DebugPrint;
import dev.weir.io.FileLocation;
import dev.weir.io.OwnIoException;
import dev.weir.operation.RemoveDirectory;
import dev.weir.operation.Rename;
import dev.weir.operation.Unlink;
import java.util.Optional;
import java.util.Set;

/**
 * Prints a line when a name goes, and one when a file is deleted: when its last name and its last open file have gone, whichever came last. Source: FltMgr's sample delete.
 *
 * <p>On Linux three things take a name away: unlink, rmdir, and a rename on top of it.
 */
public final class DeleteFilter implements Minifilter {
    private static final ContextKind<FileNode, OpenCount> OPENS = ContextKind.stream(OpenCount.class);
    private static final int RENAME_EXCHANGE = 2;

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        var debug = new DebugPrint(manager.events());
        return Registration.builder()
                .context(OPENS)
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                .postOperation(MajorFunction.CREATE, (data, objects, flags) -> opened(data, objects))
                .<Leaving>operation(
                        MajorFunction.SET_INFORMATION,
                        DeleteFilter::before,
                        (data, objects, flags) -> after(data, objects, flags, debug))
                .postOperation(MajorFunction.CLEANUP, (data, objects, flags) -> cleanedUp(data, objects, flags, debug))
                .build();
    }

    private static PostOperationStatus opened(CallbackData data, RelatedObjects<Object> objects) {
        if (data.hasOpenedHandle()) {
            FileNode file = data.openedHandle().node();
            try (ContextReference<OpenCount> opens = objects.instance().getOrSetContext(OPENS, file, OpenCount::new)) {
                if (opens.isPresent()) {
                    opens.value().opened();
                }
            }
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    /** Which name goes is known on the way down; whether it went, on the way up. */
    private static PreOperationStatus before(CallbackData data, RelatedObjects<Leaving> objects) {
        Optional<Leaving> leaving = switch (data.parameters()) {
            case Unlink unlink -> Optional.of(new Leaving(data.path(), unlink.removed()));
            case RemoveDirectory remove -> Optional.of(new Leaving(data.path(), remove.removed()));
            case Rename rename
            when rename.replaced().isPresent() && (rename.flags() & RENAME_EXCHANGE) == 0 ->
                Optional.of(new Leaving(rename.newParent().path().resolve(rename.newName()), rename.replaced()));
            default -> Optional.empty();
        };
        leaving.ifPresent(objects::setCompletionContext);
        return leaving.isPresent() ? PreOperationStatus.SUCCESS_WITH_CALLBACK : PreOperationStatus.SUCCESS_NO_CALLBACK;
    }

    private static PostOperationStatus after(
            CallbackData data, RelatedObjects<Leaving> objects, Set<PostOperationFlag> flags, DebugPrint debug) {
        if (flags.isEmpty() && data.status().isSuccess()) {
            Leaving leaving = objects.completionContext();
            String path = leaving.path().text();
            debug.print(data, objects, "name removed", path, "");
            if (leaving.file().isPresent()
                    && isDeleted(objects.instance(), leaving.file().get(), 0)) {
                debug.print(data, objects, "deleted", path, "");
            }
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    private static PostOperationStatus cleanedUp(
            CallbackData data, RelatedObjects<Object> objects, Set<PostOperationFlag> flags, DebugPrint debug) {
        if (flags.isEmpty() && isDeleted(objects.instance(), data.node(), 1)) {
            debug.print(data, objects, "deleted", data.node().path().text(), "at the last close");
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    /** Whether nothing leads to a file any more, after some open files of it have closed. True once at most. */
    private static boolean isDeleted(Instance instance, FileNode file, int closed) {
        try (ContextReference<OpenCount> opens = instance.getOrSetContext(OPENS, file, OpenCount::new)) {
            return opens.isPresent() && opens.value().closed(closed, () -> hasNoName(instance, file));
        }
    }

    /** Asks the file below where no name of it is known any more: it may have some that nobody has looked up. */
    private static boolean hasNoName(Instance instance, FileNode file) {
        try {
            return file.isUnlinked()
                    && (file.type() == FileType.DIRECTORY
                            || instance.io().information(FileLocation.of(file)).links() == 0);
        } catch (OwnIoException notThere) {
            return true;
        }
    }
}
