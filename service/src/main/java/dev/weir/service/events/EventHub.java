package dev.weir.service.events;

import dev.weir.OperationEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All filters' events and all who watch them. Safe on any thread; publishing takes no lock. */
public final class EventHub {
    private final List<EventSource> sources = new ArrayList<>();
    private final List<EventSubscription> subscriptions = new ArrayList<>();

    /** A new filter's way out; watched at once by all who watch now. */
    public synchronized EventSource open(String filter) {
        EventSource source = new EventSource(filter);
        subscriptions.forEach(source::add);
        sources.add(source);
        return source;
    }

    /** The filter is unloaded. */
    public synchronized void close(EventSource source) {
        sources.remove(source);
        subscriptions.forEach(source::remove);
    }

    /**
     * Watches all filters, those that come later too.
     *
     * @param capacity how many events may wait for the reader, a power of two
     */
    public synchronized EventSubscription subscribe(int capacity, Predicate<OperationEvent> wanted) {
        EventSubscription subscription = new EventSubscription(capacity, wanted, this::remove);
        sources.forEach(source -> source.add(subscription));
        subscriptions.add(subscription);
        return subscription;
    }

    private synchronized void remove(EventSubscription subscription) {
        subscriptions.remove(subscription);
        sources.forEach(source -> source.remove(subscription));
    }
}
