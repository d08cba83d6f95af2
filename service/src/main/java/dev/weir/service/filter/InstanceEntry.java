package dev.weir.service.filter;

import dev.weir.Altitude;

/**
 * An instance that a descriptor defines.
 *
 * @param flags 0x1: not attached automatically; 0x2: not attached by hand
 */
public record InstanceEntry(String name, Altitude altitude, int flags) {
    static final int SUPPRESS_AUTOMATIC = 1;
    static final int SUPPRESS_MANUAL = 2;

    public boolean suppressesAutomatic() {
        return (flags & SUPPRESS_AUTOMATIC) != 0;
    }

    public boolean suppressesManual() {
        return (flags & SUPPRESS_MANUAL) != 0;
    }
}
