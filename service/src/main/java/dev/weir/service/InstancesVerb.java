package dev.weir.service;

import dev.weir.NtStatus;
import dev.weir.manager.Manager;
import dev.weir.manager.VolumeObject;
import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;
import java.util.List;
import java.util.Optional;

/** Lists instances: of all volumes, of one ({@code volume}) with the open files whose data no instance sees, or of one filter ({@code filter}). */
record InstancesVerb(Manager manager) implements Verb {
    @Override
    public String name() {
        return "instances";
    }

    @Override
    public boolean looksOnly() {
        return true;
    }

    @Override
    public JsonObject call(Request request) throws Refusal {
        Optional<String> wanted = request.parameters().text("filter");
        if (wanted.isPresent() && manager.filter(wanted.get()).isEmpty()) {
            throw Refusal.no(
                    NtStatus.FLT_FILTER_NOT_FOUND,
                    "no filter '" + wanted.get() + "' is loaded: 'weir filters' lists what is");
        }
        Optional<String> volume = request.parameters().text("volume");
        List<VolumeObject> volumes = volume.isPresent() ? List.of(volume(manager, volume.get())) : manager.volumes();
        List<JsonObject> rows = volumes.stream()
                .flatMap(v -> v.instances().stream())
                .filter(instance -> wanted.isEmpty() || instance.filter().name().equalsIgnoreCase(wanted.get()))
                .map(Views::instance)
                .toList();
        JsonObject answer = new JsonObject().put("instances", rows);
        if (volume.isPresent()) {
            answer.put("unseenData", volumes.getFirst().unseenData());
        }
        return answer;
    }

    /** The volume of a mount point or an id. */
    static VolumeObject volume(Manager manager, String nameOrId) throws Refusal {
        return manager.volume(nameOrId)
                .or(() -> manager.volume(withoutSlash(nameOrId)))
                .orElseThrow(() -> Refusal.no(
                        NtStatus.FLT_VOLUME_NOT_FOUND,
                        "no volume '" + nameOrId + "': 'weir volumes' lists them, by mount point and id"));
    }

    private static String withoutSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
