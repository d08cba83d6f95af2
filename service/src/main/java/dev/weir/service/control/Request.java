package dev.weir.service.control;

import dev.weir.service.Refusal;
import java.io.IOException;

/**
 * What a client asked.
 *
 * @param parameters the request's {@code params}, empty where it has none
 * @param privileged whether the client may act, not only look
 */
public record Request(JsonObject parameters, boolean privileged, Notifications notifications) {

    /** A way back to the client while its request runs. */
    @FunctionalInterface
    public interface Notifications {
        /** Sends a notification; blocks while the client does not read. */
        void send(String method, JsonObject parameters) throws IOException;
    }

    /** A parameter that must be there. */
    public String text(String name) throws Refusal {
        return parameters
                .text(name)
                .orElseThrow(
                        () -> new Refusal(Refusal.Kind.USAGE, "the parameter '" + name + "' is missing or no text"));
    }
}
