package dev.weir.service;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.LoadOrderGroup;
import dev.weir.manager.Manager;
import dev.weir.manager.VolumeObject;
import dev.weir.service.control.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings back what a state file tells. What does not come back is told and left out; the rest comes. */
final class Restoration {
    private final Manager manager;
    private final ManualAttachments attachments;
    private final InstalledFilters filters;
    private final MountedVolumes volumes;
    private final List<String> failures = new ArrayList<>();

    Restoration(Manager manager, InstalledFilters filters, MountedVolumes volumes, ManualAttachments attachments) {
        this.manager = manager;
        this.filters = filters;
        this.volumes = volumes;
        this.attachments = attachments;
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
                    new FilterSettings(
                            configuration, row.text("altitude").flatMap(Altitude::parse), row.flag("verify")));
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
        VolumeObject volume = volumes.mount(Path.of(row.show("directory")), at, MountSettings.of(row))
                .front()
                .volume();
        for (JsonObject instance : row.objects("attached")) {
            attempt(
                    "instance '" + instance.show("instance") + "' of " + instance.show("filter") + " on " + at,
                    () -> attach(volume, instance));
        }
    }

    /** One that came by itself is there already. */
    private void attach(VolumeObject volume, JsonObject row) throws Refusal {
        String filter = row.show("filter");
        String name = row.show("instance");
        try {
            if (volume.instances().stream()
                    .noneMatch(there ->
                            there.filter().name().equals(filter) && there.name().equalsIgnoreCase(name))) {
                manager.attach(filter, volume, Optional.of(name), Altitude.parse(row.show("altitude")));
            }
        } catch (FilterException refused) {
            throw Refusal.of(refused);
        }
        volume.instances().stream()
                .filter(there ->
                        there.filter().name().equals(filter) && there.name().equalsIgnoreCase(name))
                .forEach(attachments::made);
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
