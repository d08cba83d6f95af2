package dev.weir.service;

import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;
import java.io.IOException;

/** Lists the volumes of this service, and mounts of Weir that are dead. */
record VolumesVerb(MountedVolumes volumes) implements Verb {
    @Override
    public String name() {
        return "volumes";
    }

    @Override
    public boolean looksOnly() {
        return true;
    }

    @Override
    public JsonObject call(Request request) throws IOException, InterruptedException {
        return new JsonObject()
                .put(
                        "volumes",
                        volumes.all().stream().map(MountedVolume::toJson).toList())
                .put("dead", DeadMounts.describe());
    }
}
