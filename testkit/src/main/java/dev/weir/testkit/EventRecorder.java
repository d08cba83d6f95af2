package dev.weir.testkit;

import dev.weir.OperationEvent;
import dev.weir.OperationEvents;
import java.util.ArrayList;
import java.util.List;

/** What filters published: up to a number of events, the rest dropped and counted. Safe on any thread. */
public final class EventRecorder implements OperationEvents {
    private final List<OperationEvent> seen = new ArrayList<>();
    private int capacity = 1 << 20;
    private long dropped;

    EventRecorder() {}

    @Override
    public synchronized boolean publish(OperationEvent event) {
        if (seen.size() >= capacity) {
            dropped++;
            return false;
        }
        seen.add(event);
        return true;
    }

    /** From now on there is room for so many. */
    public synchronized void capacity(int events) {
        capacity = events;
    }

    /** Those that had room, in the order in which they were published. */
    public synchronized List<OperationEvent> seen() {
        return List.copyOf(seen);
    }

    public synchronized long dropped() {
        return dropped;
    }

    public synchronized void clear() {
        seen.clear();
        dropped = 0;
    }
}
