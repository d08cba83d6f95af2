package dev.weir;

/** Flags of a {@link Registration} (FLTFL_REGISTRATION_...). */
public enum RegistrationFlag {
    /** A mandatory unload is refused with STATUS_INVALID_DEVICE_REQUEST, without asking; a non-mandatory one works as usual. */
    DO_NOT_SUPPORT_SERVICE_STOP
}
