package dev.weir.filters.samples.simrep;

import dev.weir.CallbackData;
import dev.weir.FilePath;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.RelatedObjects;
import dev.weir.io.FileLocation;
import dev.weir.io.OwnIoException;
import dev.weir.operation.CreateFile;
import dev.weir.operation.Lookup;
import dev.weir.operation.MakeDirectory;
import dev.weir.operation.Parameters;
import dev.weir.operation.Unlink;

/**
 * Has one path lead to another: who opens {@code x/y/z} gets {@code a/b/z}. Rewrites the name and completes with STATUS_REPARSE. Source: FltMgr's sample simRep.
 *
 * <p>Linux looks up one name after the other, so the one look-up of {@code x/y} is redirected, and what is below it follows.
 */
public final class SimRepFilter implements Minifilter {
    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        FilePath from = FilePath.of(manager.configuration().text("from"));
        FilePath to = FilePath.of(manager.configuration().text("to"));
        if (from.isRoot() || to.isRoot() || from.equals(to)) {
            throw new FilterException(
                    NtStatus.INVALID_PARAMETER, "from and to are two different paths below the volume's root");
        }
        var registration = Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS);
        for (MajorFunction major :
                new MajorFunction[] {MajorFunction.QUERY_OPEN, MajorFunction.CREATE, MajorFunction.SET_INFORMATION}) {
            registration.preOperation(major, (data, objects) -> before(data, objects, from, to));
        }
        return registration.build();
    }

    private static PreOperationStatus before(
            CallbackData data, RelatedObjects<Object> objects, FilePath from, FilePath to) {
        if (!isOnAName(data.parameters()) || !data.path().equals(from)) {
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
        try {
            objects.instance().io().redirect(data, FileLocation.of(to));
        } catch (OwnIoException failed) {
            data.setErrno(failed.errno());
        }
        return PreOperationStatus.COMPLETE;
    }

    /** An open has no name any more: its file was looked up before. */
    private static boolean isOnAName(Parameters parameters) {
        return parameters instanceof Lookup
                || parameters instanceof CreateFile
                || parameters instanceof MakeDirectory
                || parameters instanceof Unlink;
    }
}
