package pages;

import dev.weir.*;
import java.util.Optional;

/** Keeps each removal until somebody approves it: the oldest first. */
public final class HoldFilter implements Minifilter {
    private final CancelSafeQueue<FilePath> held = new CancelSafeQueue<>();

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        return Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .preOperation(MajorFunction.SET_INFORMATION, (data, objects) -> before(data))
                .instanceTeardownStart((instance, reason) -> letAllGo())
                .build();
    }

    private PreOperationStatus before(CallbackData data) {
        boolean kept = data.operationName().equals("unlink")
                && held.insert(data, data.path()).isSuccess();
        return kept ? PreOperationStatus.PENDING : PreOperationStatus.SUCCESS_NO_CALLBACK;
    }

    /** Any thread. False where nothing is held. */
    public boolean approve() {
        Optional<CallbackData> oldest = held.removeNext();
        oldest.ifPresent(data -> data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK));
        return oldest.isPresent();
    }

    /** Any thread. */
    public int size() {
        return held.size();
    }

    private void letAllGo() {
        held.disable();
        boolean more = true;
        while (more) {
            more = approve();
        }
    }
}
