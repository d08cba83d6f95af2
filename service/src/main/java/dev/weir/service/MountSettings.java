package dev.weir.service;

import dev.weir.fuse.DataMode;
import dev.weir.fuse.MountOptions;
import dev.weir.fuse.Transport;
import dev.weir.service.control.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a user may choose of a mount. Fixed while it is mounted.
 *
 * @param data how file data moves
 * @param transport how requests come
 * @param timeoutMillis how long the kernel may believe names and attributes; empty for the usual times
 */
public record MountSettings(DataMode data, Transport transport, Optional<Long> timeoutMillis) {

    /** What a mount has unless somebody chooses. */
    public static MountSettings usual() {
        return new MountSettings(DataMode.PASSTHROUGH, Transport.AUTO, Optional.empty());
    }

    /** Reads {@code data}, {@code transport} and {@code timeoutMillis} of a request. */
    static MountSettings of(JsonObject parameters) throws Refusal {
        return new MountSettings(
                dataMode(parameters.text("data").orElse("passthrough")),
                transport(parameters.text("transport").orElse("auto")),
                parameters.number("timeoutMillis"));
    }

    /** The mode of a word: passthrough, writeback or seen. */
    public static DataMode dataMode(String word) throws Refusal {
        return choice("--data", word, DataMode.values());
    }

    /** The transport of a word: auto, device or io_uring. */
    public static Transport transport(String word) throws Refusal {
        return choice("--transport", word, Transport.values());
    }

    private static <E extends Enum<E>> E choice(String option, String word, E[] all) throws Refusal {
        for (E one : all) {
            if (word(one).equals(word)) {
                return one;
            }
        }
        List<String> words = Arrays.stream(all).map(MountSettings::word).toList();
        throw new Refusal(
                Refusal.Kind.USAGE,
                option + "=" + word + " is none of " + String.join(", ", words.subList(0, words.size() - 1)) + " and "
                        + words.getLast());
    }

    /** How a user writes a choice. */
    static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("data", word(data))
                .put("transport", word(transport))
                .put("timeoutMillis", timeoutMillis.orElse(null));
    }

    MountOptions options() {
        MountOptions options = MountOptions.usual().withDataMode(data).withTransport(transport);
        if (timeoutMillis.isEmpty()) {
            return options;
        }
        Duration timeout = Duration.ofMillis(timeoutMillis.get());
        return options.withTimeOuts(timeout, timeout, Duration.ZERO);
    }
}
