package dev.weir.service.events;

import dev.weir.OperationEvent;
import dev.weir.OperationEvents;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** Where one filter publishes; every subscription has a bounded ring of its own. Safe on any thread. */
public final class EventSource implements OperationEvents {
    private final String filter;
    private final List<EventSubscription> subscriptions = new CopyOnWriteArrayList<>();
    private final LongAdder published = new LongAdder();

    EventSource(String filter) {
        this.filter = filter;
    }

    /** The filter's name. */
    public String filter() {
        return filter;
    }

    /** How many events it has published, watched or not. */
    public long published() {
        return published.sum();
    }

    @Override
    public boolean publish(OperationEvent event) {
        published.increment();
        boolean seenByAll = true;
        for (EventSubscription subscription : subscriptions) {
            seenByAll &= subscription.offer(filter, event);
        }
        return seenByAll;
    }

    void add(EventSubscription subscription) {
        subscriptions.add(subscription);
    }

    void remove(EventSubscription subscription) {
        subscriptions.remove(subscription);
    }
}
