package dev.weir;

/** Flags of a {@link FilterUnloadCallback}. */
public enum FilterUnloadFlag {
    /** The unload can't be refused (FLTFL_FILTER_UNLOAD_MANDATORY). */
    MANDATORY
}
