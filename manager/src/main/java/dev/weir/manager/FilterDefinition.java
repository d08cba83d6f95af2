package dev.weir.manager;

import dev.weir.LoadOrderGroup;
import java.util.List;
import java.util.Optional;

/**
 * A filter as its descriptor defines it.
 *
 * @param name 1 to 255 characters; look-ups ignore case
 * @param instances at least one
 * @param defaultInstance the name of one of them, for attaches that name none
 */
public record FilterDefinition(
        String name, Optional<LoadOrderGroup> group, List<InstanceDefinition> instances, String defaultInstance) {

    public FilterDefinition {
        instances = List.copyOf(instances);
    }

    Optional<InstanceDefinition> instance(String wanted) {
        return instances.stream().filter(i -> i.name().equalsIgnoreCase(wanted)).findFirst();
    }
}
