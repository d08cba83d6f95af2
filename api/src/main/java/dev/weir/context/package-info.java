/**
 * Contexts: what a filter keeps with a volume, an instance, a file, a stream or an open file.
 *
 * <p>A filter declares a {@link dev.weir.context.ContextKind} for each type that it uses and registers it ({@link dev.weir.Registration.Builder#context}). Contexts are set and looked up through its {@link
 * dev.weir.Instance}; each look-up hands out a counted {@link dev.weir.context.ContextReference}. The manager deletes a context with the object that it is on, at detach and at unload, and calls the kind's {@link
 * dev.weir.context.ContextCleanup} exactly once, when nobody refers to it any more. {@code docs/contexts.md} has an example.
 *
 * <p>Source: FltMgr, "Managing contexts in a minifilter driver".
 */
@NullMarked
package dev.weir.context;

import org.jspecify.annotations.NullMarked;
