package dev.weir.service;

import dev.weir.manager.FilterObject;
import dev.weir.manager.Manager;
import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;
import java.util.ArrayList;
import java.util.List;

/** Lists filters: the loaded ones by altitude from the top, then those that are only installed. */
record FiltersVerb(Manager manager, InstalledFilters filters) implements Verb {
    @Override
    public String name() {
        return "filters";
    }

    @Override
    public boolean looksOnly() {
        return true;
    }

    @Override
    public JsonObject call(Request request) {
        List<InstalledFilter> installed = filters.all();
        List<JsonObject> rows = new ArrayList<>();
        for (FilterObject loaded : manager.filters()) {
            installed.stream()
                    .filter(filter -> filter.name().equalsIgnoreCase(loaded.name()))
                    .forEach(filter -> rows.add(Views.filter(filter, java.util.Optional.of(loaded))));
        }
        for (InstalledFilter filter : installed) {
            if (rows.stream().noneMatch(row -> row.show("name").equals(filter.name()))) {
                rows.add(Views.filter(filter, java.util.Optional.empty()));
            }
        }
        return new JsonObject().put("filters", rows);
    }
}
