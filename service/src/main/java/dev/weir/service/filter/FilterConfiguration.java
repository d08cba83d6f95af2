package dev.weir.service.filter;

import dev.weir.Configuration;
import dev.weir.NtStatus;
import dev.weir.service.Refusal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A filter's configuration: the descriptor's defaults with the user's texts in their place. Immutable. */
public final class FilterConfiguration implements Configuration {
    private final Map<String, Object> values;

    private FilterConfiguration(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /**
     * Checks the user's texts against the declared keys.
     *
     * @throws Refusal naming the unknown key, or the text that is not of the key's type
     */
    public static FilterConfiguration of(FilterDescriptor descriptor, Map<String, String> texts) throws Refusal {
        Map<String, Object> values = new LinkedHashMap<>();
        for (KeyDeclaration key : descriptor.keys()) {
            String text = texts.get(key.name());
            values.put(key.name(), text == null ? key.defaultValue() : value(descriptor, key, text));
        }
        for (String name : texts.keySet()) {
            if (!values.containsKey(name)) {
                throw refused(descriptor, "has no key '" + name + "': " + known(descriptor));
            }
        }
        return new FilterConfiguration(values);
    }

    private static Object value(FilterDescriptor descriptor, KeyDeclaration key, String text) throws Refusal {
        return key.type()
                .value(text)
                .orElseThrow(() -> refused(
                        descriptor,
                        "key " + key.name() + ": '" + text + "' is no "
                                + key.type().word()));
    }

    private static String known(FilterDescriptor descriptor) {
        return descriptor.keys().isEmpty()
                ? "it has none"
                : descriptor.keys().stream()
                        .map(key -> key.name() + " (" + key.type().word() + ")")
                        .collect(Collectors.joining(", "));
    }

    private static Refusal refused(FilterDescriptor descriptor, String what) {
        return Refusal.no(NtStatus.INVALID_PARAMETER, descriptor.name() + " " + what);
    }

    @Override
    public Set<String> keys() {
        return values.keySet();
    }

    @Override
    public String text(String key) {
        return value(key, String.class);
    }

    @Override
    public boolean flag(String key) {
        return value(key, Boolean.class);
    }

    @Override
    public long number(String key) {
        return value(key, Long.class);
    }

    @Override
    public List<String> list(String key) {
        List<?> list = value(key, List.class);
        return list.stream().map(String.class::cast).toList();
    }

    private <T> T value(String key, Class<T> type) {
        Object value = values.get(key);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    value == null ? "no key '" + key + "' is declared" : "key '" + key + "' is not of that type");
        }
        return type.cast(value);
    }
}
