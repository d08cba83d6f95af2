package dev.weir;

/** Flags of a {@link Registration} (FLTFL_REGISTRATION_...). */
public enum RegistrationFlag {
    /** A mandatory unload is refused with STATUS_INVALID_DEVICE_REQUEST, without asking; a non-mandatory one works as usual. */
    DO_NOT_SUPPORT_SERVICE_STOP,

    /**
     * An attach fails with STATUS_SHARING_VIOLATION, and names the files and their programs, where files are open whose reads and writes, or mappings, go past all filters and would do so until they are closed: a
     * filter that registers for data otherwise sees those that are opened after it came. FltMgr has none of this: there nothing goes past.
     */
    MUST_SEE_ALL_DATA
}
