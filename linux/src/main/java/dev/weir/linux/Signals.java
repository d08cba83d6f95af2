package dev.weir.linux;

/** What this process does on a signal, past what the JVM offers. */
public final class Signals {
    /** The signal of Ctrl-\, on which the JVM would print a thread dump. */
    public static final int SIGQUIT = 3;

    /** The signal of Ctrl-Z. */
    public static final int SIGTSTP = 20;

    private Signals() {}

    /**
     * Makes a signal do nothing here, and its usual thing in programs started afterwards: its handler becomes a
     * function of the C library without any effect ({@code abs}). To ignore it instead would be inherited.
     */
    public static void swallow(int signal) {
        LibraryCall.call("signal", signal, LibraryCall.function("abs").address(), 0, 0, 0, 0);
    }
}
