package dev.weir.manager;

import dev.weir.OperationFlag;
import dev.weir.OperationRegistration;
import dev.weir.PostOperation;
import dev.weir.PreOperation;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One instance's callbacks for one major function: an element of a stack. Does not change until the instance has gone and nothing that it was called for is in flight; then it lets go of the
 * callbacks, since an operation that is kept above or below may look at an old stack for long.
 */
class CallbackNode {
    static final CallbackNode[] NONE = {};

    final InstanceObject instance;

    @Nullable
    PreOperation<Object> pre;

    @Nullable
    PostOperation<Object> post;

    private final boolean skipsPaging;
    private final boolean skipsCached;
    private final boolean skipsNonCached;
    private final boolean skipsFiles;

    /** One that is never called. */
    CallbackNode(InstanceObject instance) {
        this.instance = instance;
        this.skipsPaging = true;
        this.skipsCached = true;
        this.skipsNonCached = true;
        this.skipsFiles = true;
    }

    @SuppressWarnings("unchecked") // the context that a filter's post gets is the one that its own pre set
    CallbackNode(InstanceObject instance, OperationRegistration<?> registration) {
        this.instance = instance;
        this.pre = (PreOperation<Object>) registration.pre().orElse(null);
        this.post = (PostOperation<Object>) registration.post().orElse(null);
        if (instance.filter().contexts().areGuarded()) {
            this.pre = ContextMoment.before(registration.major(), this.pre);
            this.post = ContextMoment.after(registration.major(), this.post);
        }
        Set<OperationFlag> flags = registration.flags();
        this.skipsPaging = flags.contains(OperationFlag.SKIP_PAGING_IO);
        this.skipsCached = flags.contains(OperationFlag.SKIP_CACHED_IO);
        this.skipsNonCached = flags.contains(OperationFlag.SKIP_NON_CACHED_NON_PAGING_IO);
        this.skipsFiles = flags.contains(OperationFlag.SKIP_NON_DASD_IO);
    }

    /** The instance is drained: nobody calls these any more. */
    void letGo() {
        pre = null;
        post = null;
    }

    /** Whether the registration's flags say that this operation need not be seen. */
    boolean skips(Operation operation) {
        OperationKind kind = operation.kind();
        return skips(
                kind == OperationKind.READ || kind == OperationKind.WRITE,
                operation.isPagingIo(),
                operation.isNonCached());
    }

    /** The same for all operations of a sort. */
    final boolean skips(boolean data, boolean pagingIo, boolean nonCached) {
        if (skipsFiles || !data) {
            return skipsFiles;
        }
        if (pagingIo) {
            return skipsPaging;
        }
        return nonCached ? skipsNonCached : skipsCached;
    }

    boolean needsEveryRead() {
        return !skipsCached && !skipsFiles;
    }
}
