package dev.weir.service;

import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;
import java.io.IOException;

/** Takes out a filter that is not loaded. */
record RemoveVerb(InstalledFilters filters, Runnable changed) implements Verb {
    @Override
    public String name() {
        return "remove";
    }

    @Override
    public JsonObject call(Request request) throws Refusal, IOException {
        filters.remove(request.text("filter"));
        changed.run();
        return new JsonObject().put("filter", request.text("filter"));
    }
}
