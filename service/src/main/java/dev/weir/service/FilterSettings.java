package dev.weir.service;

import dev.weir.Altitude;
import java.util.Map;
import java.util.Optional;

/**
 * How a user wants a filter to be loaded, now and at a restart.
 *
 * @param configuration as the user wrote it
 * @param altitude for the default instance, in place of the descriptor's
 * @param verified whether the verifier goes round it
 */
public record FilterSettings(Map<String, String> configuration, Optional<Altitude> altitude, boolean verified) {
    /** As the descriptor says. */
    public static final FilterSettings NONE = new FilterSettings(Map.of(), Optional.empty(), false);

    public FilterSettings {
        configuration = Map.copyOf(configuration);
    }
}
