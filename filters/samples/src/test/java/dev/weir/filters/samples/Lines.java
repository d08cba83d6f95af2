package dev.weir.filters.samples;

import dev.weir.testkit.FilterHarness;
import java.util.List;

/** What a sample printed, as {@code what(path, detail)}. */
public final class Lines {
    private Lines() {}

    public static List<String> of(FilterHarness harness) {
        return harness.events().seen().stream()
                .map(event -> event.operation() + "(" + event.path()
                        + (event.detail().isEmpty() ? "" : ", " + event.detail()) + ")")
                .toList();
    }
}
