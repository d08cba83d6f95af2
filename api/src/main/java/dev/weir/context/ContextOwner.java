package dev.weir.context;

import dev.weir.NtStatus;
import java.util.function.Supplier;

/**
 * Who has contexts on objects: an {@link dev.weir.Instance} on everything of its volume, a {@link dev.weir.Filter} on volumes. FltMgr's Flt...Context functions, with the object's type in the {@link ContextKind}.
 *
 * <p>All methods are safe on any thread, don't block, and throw nothing for what can happen in good order: the status says it.
 *
 * <ul>
 *   <li>STATUS_NOT_FOUND: there is no such context;
 *   <li>STATUS_NOT_SUPPORTED: the object has no contexts now: the file of an open in its pre-operation, the file and the handle of a CLOSE in its post-operation, one that has come to its end; and every transaction and section kind;
 *   <li>STATUS_FLT_DELETING_OBJECT, for whatever changes something: the teardown of the instance (or the unload of the filter) has begun;
 *   <li>STATUS_FLT_CONTEXT_ALLOCATION_NOT_FOUND: the kind is not registered;
 *   <li>STATUS_INVALID_PARAMETER: the object is another volume's, or another instance.
 * </ul>
 *
 * @param <B> what it may have contexts on
 */
public interface ContextOwner<B extends ContextObject> {

    /**
     * Makes a context (FltAllocateContext), which is on no object yet.
     *
     * @return the first reference on it, which the caller releases, after a set too, whatever came of that; absent with the status where the kind is not registered or the filter goes
     */
    <T> ContextReference<T> allocateContext(ContextKind<?, T> kind, T value);

    /**
     * The context on an object (FltGet...Context). Allocates nothing and takes no lock.
     *
     * @return a reference that the caller releases; absent with STATUS_NOT_FOUND or STATUS_NOT_SUPPORTED
     */
    <O extends B, T> ContextReference<T> getContext(ContextKind<O, T> kind, O object);

    /**
     * Sets a context on an object (FltSet...Context without an OldContext). What was replaced is released.
     *
     * @param context a reference on a context of this kind; it stays the caller's to release. An absent one gives its own status back
     * @return SUCCESS; STATUS_FLT_CONTEXT_ALREADY_DEFINED where one is to be kept; STATUS_FLT_CONTEXT_ALREADY_LINKED where this context is on an object already, any object; or one of the above
     */
    <O extends B, T> NtStatus setContext(
            ContextKind<O, T> kind, O object, SetContextOperation operation, ContextReference<T> context);

    /** The same with a reference on the context that was there (FltSet...Context with an OldContext). */
    <O extends B, T> ContextChange<T> exchangeContext(
            ContextKind<O, T> kind, O object, SetContextOperation operation, ContextReference<T> context);

    /**
     * The context on an object, or a new one where there is none: a get, and where that finds nothing an allocation and a set with {@link SetContextOperation#KEEP_IF_EXISTS}. Two callers at once get the same context. A value that
     * was supplied in vain is cleaned up.
     *
     * @return a reference that the caller releases; absent with the status where there is none and none can be
     */
    <O extends B, T> ContextReference<T> getOrSetContext(ContextKind<O, T> kind, O object, Supplier<? extends T> value);

    /** Takes the context off an object (FltDelete...Context without an OldContext); it is freed with its last reference. */
    <O extends B, T> NtStatus deleteContext(ContextKind<O, T> kind, O object);

    /** The same with the reference that the object had (FltDelete...Context with an OldContext), which the caller releases; absent with the status where there was none. */
    <O extends B, T> ContextReference<T> takeContext(ContextKind<O, T> kind, O object);

    /** Whether an object has contexts of a type now (FltSupports...Contexts): false where a set or get on it would answer STATUS_NOT_SUPPORTED. */
    boolean supportsContexts(ContextType type, B object);
}
