package dev.weir.service;

import dev.weir.manager.Manager;
import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Mounts: {@code directory}, {@code at} where that is another place, {@code data}, {@code timeoutMillis}. The answer lists what goes round the mount: whoever was in the place
 * before.
 */
record MountVerb(Manager manager, InstalledFilters filters, MountedVolumes volumes) implements Verb {
    private static final int ROUND_LIMIT = 20;

    @Override
    public String name() {
        return "mount";
    }

    @Override
    public JsonObject call(Request request) throws Refusal, IOException, InterruptedException {
        Path directory = Path.of(request.text("directory"));
        Path at = request.parameters().text("at").map(Path::of).orElse(directory);
        List<String> round = FileUsers.below(at.toAbsolutePath().normalize().toString()).stream()
                .limit(ROUND_LIMIT)
                .map(FileUsers.Use::toString)
                .toList();
        MountedVolume volume = volumes.mount(directory, at, MountSettings.of(request.parameters()));
        List<String> notAttached = filters.all().stream()
                .filter(filter -> manager.filter(filter.name()).isPresent())
                .flatMap(filter -> NotAttached.of(filter, List.of(volume.front().volume())).stream())
                .toList();
        return volume.toJson()
                .put("notAttached", notAttached)
                .put("round", round)
                .put("dead", DeadMounts.describe());
    }
}
