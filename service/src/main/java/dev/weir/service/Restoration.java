package dev.weir.service;

import dev.weir.Altitude;
import dev.weir.LoadOrderGroup;
import dev.weir.service.control.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings back what a state file tells. What does not come back is told and left out; the rest comes. */
final class Restoration {
    private final InstalledFilters filters;
    private final MountedVolumes volumes;
    private final List<String> failures = new ArrayList<>();

    Restoration(InstalledFilters filters, MountedVolumes volumes) {
        this.filters = filters;
        this.volumes = volumes;
    }

    List<String> run(JsonObject state) throws InterruptedException {
        List<InstalledFilter> toStart = new ArrayList<>();
        for (JsonObject row : state.objects("filters")) {
            restore(row, toStart);
        }
        // Filters that start together start from the lowest load-order group to the highest.
        toStart.sort(Comparator.comparing(
                        (InstalledFilter filter) -> filter.descriptor().group().orElse(LoadOrderGroup.INFRASTRUCTURE))
                .reversed());
        for (InstalledFilter filter : toStart) {
            attempt("filter " + filter.name(), () -> filters.start(filter.name()));
        }
        for (JsonObject row : state.objects("volumes")) {
            attempt("volume " + row.show("at"), () -> mount(row));
        }
        return failures;
    }

    private void restore(JsonObject row, List<InstalledFilter> toStart) throws InterruptedException {
        attempt("filter " + row.show("name"), () -> {
            JsonObject given = row.object("configuration");
            Map<String, String> configuration = new LinkedHashMap<>();
            given.names().forEach(name -> configuration.put(name, given.show(name)));
            InstalledFilter filter = filters.restore(
                    Path.of(row.show("jar")),
                    configuration,
                    row.text("altitude").flatMap(Altitude::parse));
            if (row.flag("running")) {
                toStart.add(filter);
            }
        });
    }

    /** A mount that the earlier service left dead is in the way, and ours. */
    private void mount(JsonObject row) throws Refusal, IOException, InterruptedException {
        Path at = Path.of(row.show("at"));
        if (DeadMounts.isDead(at.toString())) {
            DeadMounts.free(at.toString());
        }
        volumes.mount(Path.of(row.show("directory")), at, MountSettings.of(row));
    }

    private interface Step {
        void run() throws Refusal, IOException, InterruptedException;
    }

    private void attempt(String what, Step step) throws InterruptedException {
        try {
            step.run();
        } catch (Refusal | IOException failed) {
            failures.add(what + " is not back: " + failed.getMessage());
        }
    }
}
