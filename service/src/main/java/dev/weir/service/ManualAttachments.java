package dev.weir.service;

import dev.weir.Altitude;
import dev.weir.Instance;
import dev.weir.manager.VolumeObject;
import dev.weir.service.control.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The instances that were attached by hand: a restart brings these back, which would not come by themselves. Those that have gone are forgotten when the list is asked for. Safe on any thread.
 */
final class ManualAttachments {
    /** @param volume its number: a name may be mounted again */
    private record Key(String filter, long volume, String instance, Altitude altitude) {
        static Key of(Instance instance) {
            return new Key(instance.filter().name(), instance.volume().id(), instance.name(), instance.altitude());
        }
    }

    private final Set<Key> made = ConcurrentHashMap.newKeySet();

    void made(Instance instance) {
        made.add(Key.of(instance));
    }

    /** Those on a volume that are still there, as the state file keeps them. */
    List<JsonObject> on(VolumeObject volume) {
        List<Instance> there = List.copyOf(volume.instances());
        made.removeIf(key ->
                key.volume() == volume.id() && there.stream().map(Key::of).noneMatch(key::equals));
        return there.stream()
                .filter(instance -> made.contains(Key.of(instance)))
                .map(instance -> new JsonObject()
                        .put("filter", instance.filter().name())
                        .put("instance", instance.name())
                        .put("altitude", instance.altitude().toString()))
                .toList();
    }
}
