package dev.weir.manager;

/** What a front wants to be told of its volume. */
public interface VolumeHooks {
    /** For a front that caches nothing. */
    VolumeHooks NONE = () -> {};

    /**
     * The stack has changed for new operations: the front forgets what it or its kernel cached of results under the old one, and returns when that is done. Bounded; never called
     * on a worker's thread. Must not throw.
     */
    void stackChanged();
}
