package dev.weir;

/**
 * A pre-operation callback: sees an operation on its way down.
 *
 * <p>Runs on a worker thread of the manager's, several at a time, in the order of decreasing altitude. It may block, which holds this one operation. Source: FltMgr, "Writing
 * preoperation callback routines".
 *
 * @param <C> the type of the completion context
 */
@FunctionalInterface
public interface PreOperation<C> {

    /**
     * @param data the operation, valid until this returns, or until it is resumed where this returns {@link PreOperationStatus#PENDING}
     * @param objects what it is called for, valid until this returns
     */
    PreOperationStatus before(CallbackData data, RelatedObjects<C> objects);
}
