package dev.weir;

import java.util.Set;

/**
 * A post-operation callback: sees an operation on its way up, with its result.
 *
 * <p>Runs in the order of increasing altitude, on any thread of the manager's (on that of the pre-operation where it asked with {@link
 * PreOperationStatus#SYNCHRONIZE}). It sees the parameters as they were before its own pre-operation changed them. Source: FltMgr, "Writing postoperation callback
 * routines".
 *
 * @param <C> the type of the completion context
 */
@FunctionalInterface
public interface PostOperation<C> {

    /**
     * @param data the operation; a copy whose result is not known and whose changes are lost where flags has {@link PostOperationFlag#DRAINING}
     * @param flags empty or {DRAINING}. A draining callback frees its completion context and returns {@link PostOperationStatus#FINISHED_PROCESSING}
     */
    PostOperationStatus after(CallbackData data, RelatedObjects<C> objects, Set<PostOperationFlag> flags);
}
