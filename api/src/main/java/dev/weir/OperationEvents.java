package dev.weir;

/** A bounded way out for what a filter saw. Publishing never blocks: where nobody keeps up, events are dropped and counted. */
public interface OperationEvents {

    /**
     * Publishes one event.
     *
     * @return false where it was dropped because the buffer was full; {@code sent = seen by the reader + dropped} holds exactly
     */
    boolean publish(OperationEvent event);
}
