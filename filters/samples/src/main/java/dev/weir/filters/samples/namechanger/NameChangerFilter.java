package dev.weir.filters.samples.namechanger;

import dev.weir.CallbackData;
import dev.weir.DirectoryListing;
import dev.weir.FilePath;
import dev.weir.FileType;
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
import dev.weir.context.SetContextOperation;
import dev.weir.io.FileLocation;
import dev.weir.io.FileReference;
import dev.weir.io.OwnIoException;
import dev.weir.operation.CreateFile;
import dev.weir.operation.Lookup;
import dev.weir.operation.MakeDirectory;
import dev.weir.operation.MakeNode;
import dev.weir.operation.MakeSymbolicLink;

/**
 * Has the directory {@code A/B} appear at {@code X/Y}: look-ups of that lead to the directory, listings show it there alone, and the filters above are told its names as programs know them. Doesn't attach where
 * {@code A/B} or {@code X} is not there. Source: FltMgr's sample NameChanger.
 */
public final class NameChangerFilter implements Minifilter {
    /** Of an instance: the directory, found once. */
    private static final ContextKind<Instance, FileReference> REAL = ContextKind.instance(FileReference.class);

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        var configuration = manager.configuration();
        var mapping = new Mapping(FilePath.of(configuration.text("real")), FilePath.of(configuration.text("user")));
        if (mapping.real().isRoot()
                || mapping.user().isRoot()
                || !mapping.toUser(mapping.user()).equals(mapping.user())) {
            throw new FilterException(
                    NtStatus.INVALID_PARAMETER, "real and user are paths below the volume's root, user not below real");
        }
        return Registration.builder()
                .context(REAL)
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                .instanceSetup((instance, flags) -> setup(instance, mapping))
                .instanceTeardownComplete((instance, reason) -> release(instance))
                .preOperation(MajorFunction.QUERY_OPEN, (data, objects) -> before(data, objects, mapping))
                .preOperation(MajorFunction.CREATE, (data, objects) -> before(data, objects, mapping))
                .listing((listing, data) -> edit(listing, data, mapping))
                .nameProvider(request -> mapping.toUser(request.below().path()))
                .build();
    }

    private static NtStatus setup(Instance instance, Mapping mapping) {
        try (FileReference parent = instance.io().lookUp(FileLocation.of(Mapping.parent(mapping.user())))) {
            FileReference real = instance.io().lookUp(FileLocation.of(mapping.real()));
            if (parent.node().type() != FileType.DIRECTORY || real.node().type() != FileType.DIRECTORY) {
                real.close();
                return NtStatus.FLT_DO_NOT_ATTACH;
            }
            try (var context = instance.allocateContext(REAL, real)) {
                return instance.setContext(REAL, instance, SetContextOperation.KEEP_IF_EXISTS, context);
            }
        } catch (OwnIoException notThere) {
            return NtStatus.FLT_DO_NOT_ATTACH;
        }
    }

    private static void release(Instance instance) {
        try (var real = instance.getContext(REAL, instance)) {
            if (real.isPresent()) {
                real.value().close();
            }
        }
    }

    private static PreOperationStatus before(CallbackData data, RelatedObjects<Object> objects, Mapping mapping) {
        boolean isOnAName = switch (data.parameters()) {
            case Lookup _, CreateFile _, MakeDirectory _, MakeNode _, MakeSymbolicLink _ -> true;
            default -> false;
        };
        if (!isOnAName) {
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
        if (data.path().equals(mapping.user())) {
            redirect(data, objects, mapping);
            return PreOperationStatus.COMPLETE;
        }
        return PreOperationStatus.SUCCESS_NO_CALLBACK;
    }

    private static void redirect(CallbackData data, RelatedObjects<Object> objects, Mapping mapping) {
        try {
            objects.instance().io().redirect(data, FileLocation.of(mapping.real()));
        } catch (OwnIoException failed) {
            data.setErrno(failed.errno());
        }
    }

    /** In the one parent the directory is left out, in the other it is put in. */
    private static void edit(DirectoryListing listing, CallbackData data, Mapping mapping) {
        FilePath directory = data.node().path();
        boolean ofReal = directory.equals(Mapping.parent(mapping.real()));
        boolean ofUser = directory.equals(Mapping.parent(mapping.user()));
        while ((ofReal || ofUser) && listing.next()) {
            if (ofReal && listing.name().equals(Mapping.last(mapping.real()))
                    || ofUser && listing.name().equals(Mapping.last(mapping.user()))) {
                listing.drop();
            }
        }
        if (ofUser && listing.isAtEnd()) {
            listing.add(0, Mapping.last(mapping.user()), 1, FileType.DIRECTORY);
        }
    }
}
