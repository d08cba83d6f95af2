package dev.weir.manager.verify;

import dev.weir.CallbackData;
import dev.weir.PreOperation;
import dev.weir.PreOperationStatus;
import dev.weir.RelatedObjects;

/** A filter's pre-operation with the checks before and after it. */
record VerifiedPre(Verifier verifier, PreOperation<Object> filters, boolean hasPost, boolean promised)
        implements PreOperation<Object> {
    @Override
    public PreOperationStatus before(CallbackData data, RelatedObjects<Object> objects) {
        if (verifier.ownMount().isOwn(data)) {
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
        var call = new Call(verifier, true, data, objects, filters.getClass());
        var surroundings = new Surroundings(verifier, call);
        PreOperationStatus status;
        try (var _ = verifier.running().begin(call, promised)) {
            status = filters.before(call.data(), call.objects());
        } catch (Throwable thrown) {
            call.returned(false);
            throw thrown;
        }
        surroundings.check();
        boolean wantsPost =
                status == PreOperationStatus.SUCCESS_WITH_CALLBACK || status == PreOperationStatus.SYNCHRONIZE;
        if (wantsPost && !hasPost) {
            verifier.found(
                    Rule.STATUS_WITHOUT_POST,
                    "the " + call.name() + " answered " + status + ", and no post-operation is registered",
                    call.describe());
        }
        call.returned(status == PreOperationStatus.PENDING);
        return status;
    }
}
