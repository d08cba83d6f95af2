package dev.weir.manager.verify;

import dev.weir.CallbackData;
import dev.weir.PostOperation;
import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.RelatedObjects;
import java.util.Set;

/** A filter's post-operation with the checks before and after it. */
record VerifiedPost(Verifier verifier, PostOperation<Object> filters, boolean promised)
        implements PostOperation<Object> {
    @Override
    public PostOperationStatus after(CallbackData data, RelatedObjects<Object> objects, Set<PostOperationFlag> flags) {
        var call = new Call(verifier, false, data, objects, filters.getClass());
        var surroundings = new Surroundings(verifier, call);
        PostOperationStatus status;
        try (var _ = verifier.running().begin(call, promised)) {
            status = filters.after(call.data(), call.objects(), flags);
        } catch (Throwable thrown) {
            call.returned(false);
            throw thrown;
        }
        surroundings.check();
        call.returned(
                status == PostOperationStatus.MORE_PROCESSING_REQUIRED && !flags.contains(PostOperationFlag.DRAINING));
        return status;
    }
}
