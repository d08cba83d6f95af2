package dev.weir.service;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.manager.Manager;
import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Installs a filter and starts it. The parameter "filter" is a jar's absolute path or a name, {@code configuration} has texts, {@code altitude} may be given, {@code verify} puts the verifier round it. */
record LoadVerb(Manager manager, InstalledFilters filters, Runnable changed) implements Verb {
    @Override
    public String name() {
        return "load";
    }

    @Override
    public JsonObject call(Request request) throws Refusal, IOException {
        JsonObject given = request.parameters().object("configuration");
        Map<String, String> configuration = new LinkedHashMap<>();
        given.names().forEach(name -> configuration.put(name, given.show(name)));
        InstalledFilter filter = filters.load(
                request.text("filter"),
                new FilterSettings(
                        configuration,
                        altitude(request.parameters()),
                        request.parameters().flag("verify")));
        changed.run();
        return Views.loaded(filter, manager);
    }

    static Optional<Altitude> altitude(JsonObject parameters) throws Refusal {
        Optional<String> text = parameters.text("altitude");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Altitude.of(text.get()));
        } catch (FilterException malformed) {
            throw Refusal.of(malformed);
        }
    }
}
