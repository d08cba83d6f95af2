package dev.weir;

/**
 * Told that an instance goes (PFLT_INSTANCE_TEARDOWN_CALLBACK), once at the start and once when nothing of it is in flight any more.
 *
 * <p>At the start it must resume or complete every operation that it pended, and stop pending new ones. Both may block; both are called on a thread of the manager's.
 */
@FunctionalInterface
public interface InstanceTeardownCallback {
    void teardown(Instance instance, TeardownReason reason);
}
