package hello;

import dev.weir.*;
import dev.weir.operation.Unlink;

/** Nobody removes a file whose name ends in .keep. */
public final class HelloFilter implements Minifilter {
    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        return Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .preOperation(MajorFunction.SET_INFORMATION, (data, objects) -> before(data))
                .build();
    }

    private static PreOperationStatus before(CallbackData data) {
        if (data.parameters() instanceof Unlink unlink && unlink.name().text().endsWith(".keep")) {
            data.setStatus(NtStatus.ACCESS_DENIED);
            return PreOperationStatus.COMPLETE;
        }
        return PreOperationStatus.SUCCESS_NO_CALLBACK;
    }
}
