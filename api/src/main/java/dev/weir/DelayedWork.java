package dev.weir;

/** Work that a filter has queued for later ({@link Filter#queueWorkAfter}). Safe on any thread. */
public interface DelayedWork {
    /**
     * Takes it back. Does not block.
     *
     * @return false where it has been queued for a thread by now, or was taken back before
     */
    boolean cancel();
}
