package dev.weir.service;

import dev.weir.fuse.DataMode;
import dev.weir.fuse.MountOptions;
import dev.weir.fuse.Transport;
import dev.weir.service.control.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a user may choose of a mount. Fixed while it is mounted.
 *
 * @param data how file data moves
 * @param transport how requests come
 * @param timeoutMillis how long the kernel may believe names and attributes; empty for the usual second
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
        for (DataMode mode : DataMode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(word)) {
                return mode;
            }
        }
        throw new Refusal(Refusal.Kind.USAGE, "--data=" + word + " is none of passthrough, writeback and seen");
    }

    /** The transport of a word: auto, device or io_uring. */
    public static Transport transport(String word) throws Refusal {
        for (Transport transport : Transport.values()) {
            if (word(transport).equals(word)) {
                return transport;
            }
        }
        throw new Refusal(Refusal.Kind.USAGE, "--transport=" + word + " is none of auto, device and io_uring");
    }

    static String word(Transport transport) {
        return transport.name().toLowerCase(Locale.ROOT);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("data", data.name().toLowerCase(Locale.ROOT))
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
