package dev.weir.fuse;

import dev.weir.Configuration;
import java.util.List;
import java.util.Set;

/** Of filters that have no keys. */
record NoConfiguration() implements Configuration {
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
