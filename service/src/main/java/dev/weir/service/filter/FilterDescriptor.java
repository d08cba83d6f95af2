package dev.weir.service.filter;

import dev.weir.LoadOrderGroup;
import java.util.List;
import java.util.Optional;

/**
 * What {@code META-INF/weir/filter.toml} of a filter's jar says. The altitudes and names are checked, the class is not loaded yet.
 *
 * @param name the name under which the filter is loaded
 * @param className the class that is a {@link dev.weir.Minifilter}
 * @param instances at least one
 * @param defaultInstance the name of one of them
 */
public record FilterDescriptor(
        String name,
        String className,
        Optional<LoadOrderGroup> group,
        String defaultInstance,
        List<InstanceEntry> instances,
        List<KeyDeclaration> keys) {
    /** Where it is in the jar. */
    public static final String ENTRY = "META-INF/weir/filter.toml";

    public FilterDescriptor {
        instances = List.copyOf(instances);
        keys = List.copyOf(keys);
    }

    /** The same with its default instance at another altitude. */
    public FilterDescriptor withDefaultAltitude(dev.weir.Altitude altitude) {
        List<InstanceEntry> changed = instances.stream()
                .map(i -> i.name().equals(defaultInstance) ? new InstanceEntry(i.name(), altitude, i.flags()) : i)
                .toList();
        return new FilterDescriptor(name, className, group, defaultInstance, changed, keys);
    }
}
