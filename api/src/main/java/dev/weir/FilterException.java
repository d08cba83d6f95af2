package dev.weir;

/** A call to the filter manager that was refused; {@link #status()} says which refusal of FltMgr's it is. */
public final class FilterException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient NtStatus status;

    /** @param message one line: what was refused, why, and what would help */
    public FilterException(NtStatus status, String message) {
        super(message);
        this.status = status;
    }

    /** A warning or an error. */
    public NtStatus status() {
        return status;
    }
}
