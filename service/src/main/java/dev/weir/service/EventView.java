package dev.weir.service;

import dev.weir.OperationEvent;
import dev.weir.service.control.JsonObject;
import dev.weir.service.events.EventSubscription;

/** An event as the control protocol has it. */
final class EventView {
    private EventView() {}

    static JsonObject of(EventSubscription.Published published) {
        OperationEvent event = published.event();
        return new JsonObject()
                .put("filter", published.filter())
                .put("timeMillis", event.timeMillis())
                .put("volume", event.volume())
                .put("process", event.process())
                .put("thread", event.thread())
                .put("program", event.program())
                .put("operation", event.operation())
                .put("path", event.path())
                .put("detail", event.detail())
                .put("status", event.status().name())
                .put("statusValue", event.status().hex())
                .put("errno", event.errno())
                .put("information", event.information())
                .put("durationNanos", event.durationNanos());
    }
}
