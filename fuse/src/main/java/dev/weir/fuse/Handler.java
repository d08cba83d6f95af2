package dev.weir.fuse;

/**
 * Turns one kind of request into an operation and starts it; the reply is sent when the operation has ended.
 *
 * <p>Runs on a worker. Answers exactly once, or throws {@link RequestRefused} before it has answered. Must not touch the
 * exchange any more after {@link Exchange#start} has returned false.
 */
@FunctionalInterface
interface Handler {
    void handle(Exchange exchange);
}
