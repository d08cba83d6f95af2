package dev.weir.service.control;

import dev.weir.service.Refusal;
import java.io.IOException;

/** One thing that a client can ask for. Called on a thread of the control server's that may block; several at a time. */
public interface Verb {

    /** The method's name in a request. */
    String name();

    /** Whether it changes nothing: then the group {@code weir} may call it. */
    default boolean looksOnly() {
        return false;
    }

    /**
     * Does it.
     *
     * @throws Refusal the answer is no; nothing has changed
     * @throws InterruptedException the client has gone, or the service ends
     */
    JsonObject call(Request request) throws Refusal, IOException, InterruptedException;
}
