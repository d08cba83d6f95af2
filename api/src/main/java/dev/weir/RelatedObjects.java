package dev.weir;

/**
 * What a callback is called for (FLT_RELATED_OBJECTS), and the filter's completion context of this one operation. Valid during the callback.
 *
 * @param <C> the type of the completion context
 */
public interface RelatedObjects<C> {

    Filter filter();

    Volume volume();

    Instance instance();

    /**
     * Sets what the post-operation callback is handed. Only in a pre-operation callback that goes on to return {@link PreOperationStatus#SUCCESS_WITH_CALLBACK}
     * or {@link PreOperationStatus#SYNCHRONIZE}; dropped otherwise.
     */
    void setCompletionContext(C context);

    /**
     * The completion context.
     *
     * @throws IllegalStateException where the pre-operation set none; see {@link #hasCompletionContext()}
     */
    C completionContext();

    /** Whether the pre-operation set one. */
    boolean hasCompletionContext();
}
