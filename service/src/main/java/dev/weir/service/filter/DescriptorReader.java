package dev.weir.service.filter;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.LoadOrderGroup;
import dev.weir.NtStatus;
import dev.weir.service.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** Reads a descriptor. Every fault is one line that names the place. */
final class DescriptorReader {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,254}";

    private final String source;

    private DescriptorReader(String source) {
        this.source = source;
    }

    /** @param source the jar, for messages */
    static FilterDescriptor read(String source, byte[] toml) throws Refusal {
        return new DescriptorReader(source).descriptor(toml);
    }

    private FilterDescriptor descriptor(byte[] toml) throws Refusal {
        JsonNode root;
        try {
            root = new TomlMapper().readTree(toml);
        } catch (JacksonException notToml) {
            throw fault("is not TOML: "
                    + String.valueOf(notToml.getOriginalMessage())
                            .lines()
                            .findFirst()
                            .orElse("") + " at line " + notToml.getLocation().getLineNr());
        }
        knownKeys("", root, Set.of("name", "class", "group", "default-instance", "instance", "key"));
        String name = text("", root, "name");
        if (!name.matches(NAME)) {
            throw fault("name '" + name + "' is not a name: letters, digits and _ . - only, 255 at most");
        }
        List<InstanceEntry> instances = instances(root.path("instance"));
        return new FilterDescriptor(
                name,
                text("", root, "class"),
                group(root),
                defaultInstance(root, instances),
                instances,
                keys(root.path("key")));
    }

    private Optional<LoadOrderGroup> group(JsonNode root) throws Refusal {
        if (!root.has("group")) {
            return Optional.empty();
        }
        String title = text("", root, "group");
        Optional<LoadOrderGroup> group = LoadOrderGroup.parse(title);
        if (group.isEmpty()) {
            throw fault("group '" + title + "' is not a load-order group, such as 'FSFilter Activity Monitor'");
        }
        return group;
    }

    private String defaultInstance(JsonNode root, List<InstanceEntry> instances) throws Refusal {
        if (!root.has("default-instance")) {
            if (instances.size() == 1) {
                return instances.getFirst().name();
            }
            throw fault("has several instances and no default-instance");
        }
        String name = text("", root, "default-instance");
        if (instances.stream().noneMatch(instance -> instance.name().equals(name))) {
            throw fault("default-instance '" + name + "' is not one of its instances");
        }
        return name;
    }

    private List<InstanceEntry> instances(JsonNode tables) throws Refusal {
        if (!tables.isArray() || tables.isEmpty()) {
            throw fault("has no [[instance]]: a filter needs at least one, with name and altitude");
        }
        List<InstanceEntry> instances = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode table : tables) {
            knownKeys("instance.", table, Set.of("name", "altitude", "flags"));
            String name = text("instance.", table, "name");
            if (!names.add(name)) {
                throw fault("has two instances named '" + name + "'");
            }
            instances.add(new InstanceEntry(name, altitude(table), flags(table)));
        }
        return instances;
    }

    private Altitude altitude(JsonNode table) throws Refusal {
        JsonNode node = table.path("altitude");
        if (!node.isString() && !node.isIntegralNumber()) {
            throw fault("instance.altitude is missing or no text: write it as \"385100\"");
        }
        try {
            return Altitude.of(node.asString());
        } catch (FilterException malformed) {
            throw fault("instance.altitude " + malformed.getMessage());
        }
    }

    private int flags(JsonNode table) throws Refusal {
        JsonNode node = table.path("flags");
        if (node.isMissingNode()) {
            return 0;
        }
        int known = InstanceEntry.SUPPRESS_AUTOMATIC | InstanceEntry.SUPPRESS_MANUAL;
        if (!node.isIntegralNumber() || (node.asInt() & ~known) != 0) {
            throw fault("instance.flags is not a sum of 0x1 (not automatically) and 0x2 (not by hand)");
        }
        return node.asInt();
    }

    private List<KeyDeclaration> keys(JsonNode tables) throws Refusal {
        List<KeyDeclaration> keys = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode table : tables) {
            knownKeys("key.", table, Set.of("name", "type", "default", "description"));
            String name = text("key.", table, "name");
            if (!name.matches(NAME) || !names.add(name)) {
                throw fault("key '" + name + "' is declared twice, or not a name");
            }
            String word = text("key.", table, "type");
            Optional<KeyType> type = KeyType.parse(word);
            if (type.isEmpty()) {
                throw fault("key " + name + " has type '" + word + "': string, boolean, integer or list");
            }
            String description = table.has("description") ? text("key.", table, "description") : "";
            keys.add(new KeyDeclaration(name, type.get(), defaultOf(name, type.get(), table), description));
        }
        return keys;
    }

    private Object defaultOf(String name, KeyType type, JsonNode table) throws Refusal {
        JsonNode node = table.path("default");
        Optional<Object> value = switch (type) {
            case STRING -> node.isString() ? Optional.of(node.asString()) : Optional.empty();
            case BOOLEAN -> node.isBoolean() ? Optional.of(node.asBoolean()) : Optional.empty();
            case INTEGER -> node.isIntegralNumber() ? Optional.of(node.asLong()) : Optional.empty();
            case LIST -> texts(node);
        };
        return value.orElseThrow(() -> fault("key " + name + " needs a default that is of type " + type.word()));
    }

    private static Optional<Object> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node) {
            if (!element.isString()) {
                return Optional.empty();
            }
            texts.add(element.asString());
        }
        return node.isArray() ? Optional.of(List.copyOf(texts)) : Optional.empty();
    }

    private String text(String table, JsonNode node, String key) throws Refusal {
        JsonNode value = node.path(key);
        if (!value.isString() || value.asString().isBlank()) {
            throw fault(table + key + (value.isMissingNode() ? " is missing" : " is not a text"));
        }
        return value.asString();
    }

    private void knownKeys(String table, JsonNode node, Set<String> known) throws Refusal {
        for (String key : node.propertyNames()) {
            if (!known.contains(key)) {
                throw fault("has an unknown key " + table + key + ": known are "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private Refusal fault(String what) {
        return Refusal.no(NtStatus.INVALID_PARAMETER, source + ": " + FilterDescriptor.ENTRY + " " + what);
    }
}
