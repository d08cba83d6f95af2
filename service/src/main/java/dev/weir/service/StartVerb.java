package dev.weir.service;

import dev.weir.manager.Manager;
import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;

/** Starts a filter that is installed, with the configuration that it had. */
record StartVerb(Manager manager, InstalledFilters filters, Runnable changed) implements Verb {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public JsonObject call(Request request) throws Refusal {
        InstalledFilter filter = filters.start(request.text("filter"));
        changed.run();
        return Views.loaded(filter, manager);
    }
}
