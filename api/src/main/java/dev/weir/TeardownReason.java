package dev.weir;

/** Why an instance is torn down (FLTFL_INSTANCE_TEARDOWN_...); exactly one is given. */
public enum TeardownReason {
    /** {@code weir detach} or {@link Filter#detach}. */
    MANUAL(0x01),
    /** The filter is unloaded, non-mandatory, or unregistered itself. */
    FILTER_UNLOAD(0x02),
    /** The filter is unloaded, mandatory. */
    MANDATORY_FILTER_UNLOAD(0x04),
    /** The volume is unmounted. */
    VOLUME_DISMOUNT(0x08),
    /** Something unexpected in the manager. */
    INTERNAL_ERROR(0x10);

    private final int value;

    TeardownReason(int value) {
        this.value = value;
    }

    /** FltMgr's number. */
    public int value() {
        return value;
    }
}
