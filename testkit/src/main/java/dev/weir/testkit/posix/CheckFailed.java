package dev.weir.testkit.posix;

/** A volume does not do what a check expects. */
final class CheckFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    CheckFailed(String message) {
        super(message);
    }
}
