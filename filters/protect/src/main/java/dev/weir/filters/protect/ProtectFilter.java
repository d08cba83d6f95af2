package dev.weir.filters.protect;

import dev.weir.CallbackData;
import dev.weir.Configuration;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.RegistrationFlag;
import java.util.List;

/**
 * Refuses, with STATUS_ACCESS_DENIED (EACCES), every operation that would change a file or a name that a glob covers. Reading is not its business.
 *
 * <p>Its answers do not depend on who asks, and hold for handles that were open before it came. A callback that throws fails its operation.
 */
public final class ProtectFilter implements Minifilter {
    /** All under which something can be changed. */
    private static final List<MajorFunction> CHANGING = List.of(
            MajorFunction.CREATE,
            MajorFunction.WRITE,
            MajorFunction.SET_INFORMATION,
            MajorFunction.SET_EA,
            MajorFunction.FILE_SYSTEM_CONTROL,
            MajorFunction.DEVICE_CONTROL);

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        Configuration configuration = manager.configuration();
        boolean strict = configuration.flag("strict");
        boolean sealed = strict || configuration.flag("sealed");
        var changes = new Changes(paths(configuration.list("globs")));
        var registration = Registration.builder()
                // Refused before anything is touched; a stop is told the same, and ignores it.
                .unload(sealed ? (filter, flags) -> NtStatus.FLT_DO_NOT_DETACH : FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(instance -> sealed ? NtStatus.FLT_DO_NOT_DETACH : NtStatus.SUCCESS);
        if (strict) {
            registration.flag(RegistrationFlag.DO_NOT_SUPPORT_SERVICE_STOP);
        }
        for (MajorFunction major : CHANGING) {
            registration.preOperation(major, (data, objects) -> before(changes, data));
        }
        return registration.build();
    }

    private static ProtectedPaths paths(List<String> globs) throws FilterException {
        if (globs.isEmpty()) {
            throw new FilterException(
                    NtStatus.INVALID_PARAMETER, "there is nothing to protect: set globs, for example globs=*.key");
        }
        try {
            return ProtectedPaths.of(globs);
        } catch (IllegalArgumentException e) {
            throw new FilterException(NtStatus.INVALID_PARAMETER, "globs: " + e.getMessage());
        }
    }

    private static PreOperationStatus before(Changes changes, CallbackData data) {
        if (!changes.somethingProtected(data)) {
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
        data.setStatus(NtStatus.ACCESS_DENIED);
        return PreOperationStatus.COMPLETE;
    }
}
