package dev.weir.testkit;

import dev.weir.Configuration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A configuration of plain values: texts, booleans, whole numbers and lists of texts. */
public record MapConfiguration(Map<String, Object> values) implements Configuration {
    public MapConfiguration {
        values = Map.copyOf(values);
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
        return value(key, Number.class).longValue();
    }

    @Override
    public List<String> list(String key) {
        List<?> texts = value(key, List.class);
        return texts.stream().map(String::valueOf).toList();
    }

    private <T> T value(String key, Class<T> type) {
        Object value = values.get(key);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "the key " + key + " is " + value + ", not of type " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
