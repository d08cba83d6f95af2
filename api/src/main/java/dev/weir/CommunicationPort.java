package dev.weir;

/**
 * A server port of a filter's (FltCreateCommunicationPort), to which programs connect by its name. Safe on any thread.
 *
 * <p>Listens from its creation to {@link #close()}. Connections outlive it: each ends when its client goes, when the filter closes its {@link ClientPort}, or at the filter's unload.
 */
public interface CommunicationPort extends AutoCloseable {
    /** The most that a message, a reply, or the context of a connection has, in bytes: 1 MiB. */
    int MAXIMUM_MESSAGE = 1 << 20;

    /** The most that a port's name has, in characters. */
    int MAXIMUM_NAME = 64;

    /** Its name. */
    String name();

    /** Clients that are connected, or about to be. */
    int connections();

    /**
     * Takes no more connections and frees the name (FltCloseCommunicationPort); those that are there live on. Never blocks; a second call does nothing. A filter closes its ports before it unregisters:
     * what it forgets the manager closes, which is a finding.
     */
    @Override
    void close();
}
