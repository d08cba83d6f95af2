package dev.weir.bench;

import dev.weir.Configuration;
import java.util.List;
import java.util.Set;

/** A configuration without keys. */
final class NoConfiguration implements Configuration {
    @Override
    public Set<String> keys() {
        return Set.of();
    }

    @Override
    public String text(String key) {
        throw new IllegalArgumentException(key);
    }

    @Override
    public boolean flag(String key) {
        throw new IllegalArgumentException(key);
    }

    @Override
    public long number(String key) {
        throw new IllegalArgumentException(key);
    }

    @Override
    public List<String> list(String key) {
        throw new IllegalArgumentException(key);
    }
}
