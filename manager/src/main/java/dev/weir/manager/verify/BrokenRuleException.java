package dev.weir.manager.verify;

/** Stops a filter from using what it must not use any more. A finding says so already. */
final class BrokenRuleException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    BrokenRuleException(String what) {
        super(what);
    }
}
