package dev.weir.testkit.posix;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Collects checks. */
final class Catalogue {
    private final List<PosixCheck> checks = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    List<PosixCheck> checks() {
        return List.copyOf(checks);
    }

    Group group(String call) {
        return new Group(this, call, Set.of());
    }

    private void add(PosixCheck check) {
        if (!names.add(check.name())) {
            throw new IllegalArgumentException("there are two checks named " + check.name());
        }
        checks.add(check);
    }

    /** The checks of one call that need the same. */
    record Group(Catalogue catalogue, String call, Set<Need> needs) {
        Group needing(Need... more) {
            var all = new HashSet<>(needs);
            all.addAll(List.of(more));
            return new Group(catalogue, call, Set.copyOf(all));
        }

        /** The scene is an empty directory, the volume's paths are relative to it. */
        void check(String rule, BiConsumer<Scene, PosixVolume> calls) {
            catalogue.add(new PosixCheck(call + ": " + rule, needs, calls));
        }
    }
}
