package dev.weir.service.run;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.service.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A filter that the user wants: {@code NAME[@ALTITUDE][,KEY=VALUE]...}.
 *
 * @param filter a name or a jar's path
 */
public record FilterChoice(String filter, Optional<Altitude> altitude, Map<String, String> configuration) {

    /** Reads an option's text. */
    public static FilterChoice parse(String text) throws Refusal {
        String[] parts = text.split(",", -1);
        String first = parts.length == 0 ? "" : parts[0];
        int at = first.lastIndexOf('@');
        String name = at < 0 ? first : first.substring(0, at);
        if (name.isEmpty()) {
            throw new Refusal(Refusal.Kind.USAGE, "--filter '" + text + "' is not NAME[@ALTITUDE][,KEY=VALUE]...");
        }
        Map<String, String> configuration = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 1) {
                throw new Refusal(Refusal.Kind.USAGE, "--filter " + name + ": '" + parts[i] + "' is not KEY=VALUE");
            }
            configuration.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
        }
        try {
            Optional<Altitude> altitude = at < 0 ? Optional.empty() : Optional.of(Altitude.of(first.substring(at + 1)));
            return new FilterChoice(name, altitude, configuration);
        } catch (FilterException malformed) {
            throw new Refusal(
                    Refusal.Kind.USAGE, malformed.status(), "--filter " + name + ": " + malformed.getMessage());
        }
    }
}
