package dev.weir.manager;

/**
 * Where a filter is in its life.
 *
 * <pre>
 *  LOADING --register--> REGISTERED --startFiltering--> ACTIVE
 *  REGISTERED, ACTIVE --unload--> DECIDING --refused--> back
 *  REGISTERED, ACTIVE, DECIDING --unregister--> DELETING --> GONE
 *  DECIDING, DELETING --abandon--> ABANDONED
 * </pre>
 */
public enum FilterState {
    /** The entry routine is running and has not registered. */
    LOADING,
    REGISTERED,
    ACTIVE,
    /** The unload callback is running; operations are filtered as before. */
    DECIDING,
    DELETING,
    GONE,
    /** Removed without proof. */
    ABANDONED
}
