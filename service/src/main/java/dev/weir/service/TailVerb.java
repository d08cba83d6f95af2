package dev.weir.service;

import dev.weir.OperationEvent;
import dev.weir.manager.Manager;
import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;
import dev.weir.service.events.EventHub;
import dev.weir.service.events.EventSubscription;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Sends what filters publish, as notifications named "event", until the client goes, or {@code limit} events were sent; {@code volume} restricts it to one. The answer has
 * the counts.
 */
record TailVerb(Manager manager, EventHub events) implements Verb {
    private static final int CAPACITY = 1 << 14;
    private static final long PATIENCE = 1_000_000_000L;

    @Override
    public String name() {
        return "tail";
    }

    @Override
    public boolean looksOnly() {
        return true;
    }

    @Override
    public JsonObject call(Request request) throws Refusal, IOException {
        Optional<String> volume = request.parameters().text("volume");
        Predicate<OperationEvent> wanted = event -> true;
        if (volume.isPresent()) {
            String name = InstancesVerb.volume(manager, volume.get()).name();
            wanted = event -> event.volume().equals(name);
        }
        long limit = request.parameters().number("limit").orElse(Long.MAX_VALUE);
        EventSubscription subscription = events.subscribe(CAPACITY, wanted);
        try {
            send(request, subscription, limit);
        } finally {
            subscription.close();
        }
        return new JsonObject()
                .put("sent", subscription.sent())
                .put("seen", subscription.seen())
                .put("dropped", subscription.dropped());
    }

    private static void send(Request request, EventSubscription subscription, long limit) throws IOException {
        request.notifications().send("watching", new JsonObject());
        while (subscription.seen() < limit && !Thread.currentThread().isInterrupted()) {
            Optional<EventSubscription.Published> next = subscription.next(PATIENCE);
            if (next.isPresent()) {
                request.notifications().send("event", EventView.of(next.get()));
            }
        }
    }
}
