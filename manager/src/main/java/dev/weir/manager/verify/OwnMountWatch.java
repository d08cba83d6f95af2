package dev.weir.manager.verify;

import dev.weir.CallbackData;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationWatch;

/** Sees operations that a callback of the filter's asks for by a path of the volume's mount: their requestor is a thread that is in the callback. */
record OwnMountWatch(Verifier verifier) implements OperationWatch {
    @Override
    public void begins(Operation operation) {
        if (operation.isGenerated()) {
            return;
        }
        CallsInFlight.Running callback =
                verifier.running().on(operation.requestor().threadId());
        if (callback != null) {
            verifier.found(
                    Rule.OWN_MOUNT,
                    "the " + callback.call.name() + " used a path of its own volume, and waits for it",
                    callback.call.describe() + "\nwhich came back as " + operation.operationName() + " of '"
                            + pathOf(operation) + "'\n" + FilterStack.of(callback.thread.getStackTrace()));
        }
    }

    private static String pathOf(Operation operation) {
        try {
            return String.valueOf(operation.path());
        } catch (IllegalStateException none) {
            return "";
        }
    }

    /** Whether an operation comes from a callback of the same filter: it is not called for that, which could go on for ever. */
    boolean isOwn(CallbackData data) {
        return verifier.settings().threadId().getAsInt() > 0
                && !data.isGenerated()
                && verifier.running().on(data.requestor().threadId()) != null;
    }
}
