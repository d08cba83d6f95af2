package dev.weir.service;

import dev.weir.Instance;
import dev.weir.Volume;
import dev.weir.manager.FilterCounters;
import dev.weir.manager.FilterObject;
import dev.weir.manager.FilterState;
import dev.weir.manager.Finding;
import dev.weir.manager.InFlight;
import dev.weir.manager.Manager;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.verify.Rule;
import dev.weir.service.control.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The manager's objects as the control protocol shows them. */
final class Views {
    private Views() {}

    /** The answer to a load: the filter, and the volumes that it is not attached to. */
    static JsonObject loaded(InstalledFilter installed, Manager manager) {
        return filter(installed, manager.filter(installed.name()))
                .put("notAttached", NotAttached.of(installed, manager.volumes()));
    }

    static JsonObject filter(InstalledFilter installed, Optional<FilterObject> loaded) {
        JsonObject row = new JsonObject()
                .put("name", installed.name())
                .put(
                        "instances",
                        loaded.map(filter -> filter.instances().size()).orElse(0))
                .put(
                        "altitude",
                        loaded.map(FilterObject::altitude)
                                .orElseGet(() -> defaultAltitude(installed))
                                .toString())
                .put("frame", 0)
                .put("state", state(installed, loaded));
        installed.descriptor().group().ifPresent(group -> row.put("group", group.title()));
        JsonObject configuration = new JsonObject();
        installed.configuration().forEach(configuration::put);
        row.put("configuration", configuration);
        if (installed.settings().verified()) {
            row.put("verified", true);
            installed
                    .loaded()
                    .flatMap(InstalledFilter.Loaded::verification)
                    .ifPresent(verification -> row.put("findings", verification.findings()));
        }
        loaded.ifPresent(filter -> row.put("counters", counters(filter.counts())));
        return row;
    }

    private static dev.weir.Altitude defaultAltitude(InstalledFilter installed) {
        String name = installed.descriptor().defaultInstance();
        return installed.descriptor().instances().stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst()
                .orElse(installed.descriptor().instances().getFirst())
                .altitude();
    }

    /** "Running", or what keeps it from that. */
    private static String state(InstalledFilter installed, Optional<FilterObject> loaded) {
        if (loaded.isEmpty()) {
            return installed.isAbandoned() ? "Abandoned" : "Stopped";
        }
        FilterState state = loaded.get().state();
        return switch (state) {
            case ACTIVE -> "Running";
            case DECIDING -> "Deciding";
            case DELETING -> "Unloading";
            default -> state.name().charAt(0) + state.name().substring(1).toLowerCase(Locale.ROOT);
        };
    }

    private static JsonObject counters(FilterCounters counts) {
        return new JsonObject()
                .put("pre", counts.pre())
                .put("preWithCallback", counts.preWithCallback())
                .put("post", counts.post())
                .put("drained", counts.drained())
                .put("pended", counts.pended())
                .put("refused", counts.refused())
                .put("exceptions", counts.exceptions());
    }

    static JsonObject finding(Finding finding) {
        return finding(
                Rule.of(finding),
                Rule.words(finding),
                finding.count(),
                finding.detail().lines().toList());
    }

    static JsonObject finding(Rule rule, String what, long count, List<String> detail) {
        return new JsonObject()
                .put("rule", rule.id())
                .put("what", what)
                .put("count", count)
                .put("detail", detail)
                .put("remedy", rule.remedy());
    }

    static JsonObject instance(Instance instance) {
        Volume volume = instance.volume();
        return new JsonObject()
                .put("filter", instance.filter().name())
                .put("volume", volume.name())
                .put("volumeId", volume.id())
                .put("altitude", instance.altitude().toString())
                .put("instance", instance.name())
                .put("frame", 0)
                .put("features", "00000000")
                .put("volumeStatus", volume.isDetached() ? "Detached" : "");
    }

    static JsonObject operation(InFlight operation) {
        return new JsonObject()
                .put("id", operation.id())
                .put("volume", operation.volume())
                .put("operation", operation.operation())
                .put("path", operation.path())
                .put("process", operation.process())
                .put("program", operation.program())
                .put("ageNanos", operation.ageNanos())
                .put("where", operation.where())
                .put("holder", operation.holder())
                .put("thread", operation.thread());
    }

    static JsonObject unloaded(String filter, UnloadResult result) {
        JsonObject answer = new JsonObject()
                .put("filter", filter)
                .put("outcome", result.outcome().name().toLowerCase(Locale.ROOT))
                .put("drained", result.drained())
                .put("waited", result.waited())
                .put("reissued", result.reissued())
                .put("contextsFreed", result.contextsFreed())
                .put("warnings", result.warnings());
        result.ignored().ifPresent(ignored -> answer.put("ignored", ignored));
        if (!result.message().isEmpty()) {
            answer.put("message", result.message());
        }
        return answer;
    }
}
