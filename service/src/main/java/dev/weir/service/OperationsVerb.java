package dev.weir.service;

import dev.weir.manager.Manager;
import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;

/** Lists the operations in flight, the oldest first. */
record OperationsVerb(Manager manager) implements Verb {
    @Override
    public String name() {
        return "operations";
    }

    @Override
    public boolean looksOnly() {
        return true;
    }

    @Override
    public JsonObject call(Request request) {
        return new JsonObject()
                .put(
                        "operations",
                        manager.inFlight().stream().map(Views::operation).toList());
    }
}
