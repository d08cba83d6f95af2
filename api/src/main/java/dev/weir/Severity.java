package dev.weir;

/** Bits 31-30 of an {@link NtStatus}. */
public enum Severity {
    SUCCESS,
    INFORMATIONAL,
    WARNING,
    ERROR;

    private static final Severity[] ALL = values();

    static Severity of(int value) {
        return ALL[value >>> 30];
    }
}
