package dev.weir.fuse;

/** What is done when an exchange's operation has ended, on whatever thread: usually one reply. Must not block. */
@FunctionalInterface
interface Completion {
    void complete(Exchange exchange);
}
