package dev.weir;

/**
 * A minifilter: the class that a filter's jar names in {@code META-INF/weir/filter.toml}.
 *
 * <p>It has a public constructor without parameters and lives in a class loader of its own from load to unload. The smallest one is
 *
 * <pre>{@code
 * public final class Hello implements Minifilter {
 *     public Registration registration(FilterManager manager) {
 *         return Registration.builder()
 *                 .unload(FilterUnloadCallback.ALWAYS)
 *                 .preOperation(MajorFunction.CREATE, (data, objects) -> PreOperationStatus.SUCCESS_NO_CALLBACK)
 *                 .build();
 *     }
 * }
 * }</pre>
 *
 * <p>Source: FltMgr, "Writing a DriverEntry routine for a minifilter driver".
 */
public interface Minifilter {

    /**
     * What this filter registers. Called once by the default {@link #entry}, on a thread of the manager's; it may block.
     */
    Registration registration(FilterManager manager) throws FilterException;

    /**
     * The entry routine: registers and starts filtering. A filter that does more (global state before, ports between) overrides it.
     *
     * <p>Runs on a thread of the manager's and may block. Callbacks may arrive before {@link Filter#startFiltering()} returns.
     *
     * @return success or informational: the filter is loaded. A warning, an error or an exception: the manager undoes what was registered
     *     and the filter is gone; its {@link FilterUnloadCallback} is not called
     */
    default NtStatus entry(FilterManager manager) throws FilterException {
        manager.register(registration(manager)).startFiltering();
        return NtStatus.SUCCESS;
    }
}
