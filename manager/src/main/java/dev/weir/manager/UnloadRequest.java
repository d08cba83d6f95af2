package dev.weir.manager;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Somebody wants a filter unloaded.
 *
 * @param name the filter's, in any case
 * @param mandatory whether the filter's answer is ignored
 * @param timeout how long the requester waits; the unload goes on after that
 * @param privileged whether the requester may unload filters at all
 * @param progress told every five seconds what is being waited for, on the requester's thread
 */
public record UnloadRequest(
        String name, boolean mandatory, Duration timeout, boolean privileged, Consumer<String> progress) {
    /** How long a requester waits unless it says otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** A privileged request with the default time-out and no interest in progress. */
    public static UnloadRequest of(String name, boolean mandatory) {
        return new UnloadRequest(name, mandatory, DEFAULT_TIMEOUT, true, holder -> {});
    }
}
