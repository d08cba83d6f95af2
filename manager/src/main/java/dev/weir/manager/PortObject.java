package dev.weir.manager;

import dev.weir.CommunicationPort;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PortDefinition;
import dev.weir.PortPeer;
import dev.weir.PortSecurity;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A server port. Safe on any thread. */
public final class PortObject<C> implements CommunicationPort {
    private final FilterPorts owner;
    private final String name;
    private final PortSecurity security;
    private final int maximumConnections;
    private final List<PortConnection<C>> connections = new ArrayList<>();
    private @Nullable PortDefinition<C> definition;
    private PortTransport.@Nullable Listener listener;

    PortObject(FilterPorts owner, PortDefinition<C> definition) {
        this.owner = owner;
        this.name = definition.name();
        this.security = definition.security();
        this.maximumConnections = definition.maximumConnections();
        this.definition = definition;
    }

    @Override
    public String name() {
        return name;
    }

    /** The name of its filter. */
    public String filter() {
        return owner.filter().name();
    }

    /** Who may connect, as the filter said it. */
    public PortSecurity security() {
        return security;
    }

    /** How many connections there may be at the same time. */
    public int maximumConnections() {
        return maximumConnections;
    }

    @Override
    public synchronized int connections() {
        return connections.size();
    }

    /** Whether new clients are taken. */
    public synchronized boolean isOpen() {
        return definition != null;
    }

    /** Makes it reachable. A close that comes meanwhile is carried out here. */
    void open(PortTransport transport) throws FilterException {
        PortTransport.Listener opened = transport.open(this);
        synchronized (this) {
            if (definition != null) {
                listener = opened;
                return;
            }
        }
        opened.close();
        throw new FilterException(NtStatus.FLT_DELETING_OBJECT, owner.filter().name() + " is being unloaded");
    }

    /**
     * A client connects, whom the transport has found to be allowed to. Runs the filter's callback on this thread.
     *
     * @param context not touched any more by the caller
     * @param link run once, from any thread, when the manager or the filter ends the connection: the transport then cuts off the client; must not block
     * @throws FilterException the filter's refusal, status and all; STATUS_CONNECTION_COUNT_LIMIT; STATUS_OBJECT_NAME_NOT_FOUND where the port is closed; STATUS_PORT_DISCONNECTED where it was accepted and ended at once
     */
    public PortConnection<C> connect(PortPeer peer, ByteBuffer context, Runnable link) throws FilterException {
        PortDefinition<C> defined;
        PortConnection<C> connection;
        synchronized (this) {
            defined = definition;
            if (defined == null) {
                throw new FilterException(NtStatus.OBJECT_NAME_NOT_FOUND, "port " + name + " is closed");
            }
            if (connections.size() >= maximumConnections) {
                throw new FilterException(
                        NtStatus.CONNECTION_COUNT_LIMIT,
                        "port " + name + " has its " + maximumConnections + " clients already");
            }
            connection = new PortConnection<>(this, defined, peer, link);
            connections.add(connection);
        }
        C cookie = null;
        try {
            cookie = connect(defined, connection, context.slice().asReadOnlyBuffer());
        } finally {
            if (cookie == null) {
                connection.connected(null);
            }
        }
        if (!connection.connected(cookie)) {
            throw new FilterException(NtStatus.PORT_DISCONNECTED, "the connection to port " + name + " has ended");
        }
        return connection;
    }

    private C connect(PortDefinition<C> defined, PortConnection<C> connection, ByteBuffer context)
            throws FilterException {
        @Nullable C cookie;
        try {
            cookie = defined.connect().connect(connection, context);
        } catch (FilterException refusal) {
            if (refusal.status().isSuccess()) {
                found("refused a connection with a success", refusal.status().toString());
                throw new FilterException(NtStatus.UNSUCCESSFUL, String.valueOf(refusal.getMessage()));
            }
            throw refusal;
        } catch (Throwable failure) {
            threw("the connect callback", failure);
            throw new FilterException(NtStatus.UNSUCCESSFUL, "the connect callback threw " + failure);
        }
        if (cookie == null) {
            found("answered null to a connection", "counts as STATUS_UNSUCCESSFUL");
            throw new FilterException(NtStatus.UNSUCCESSFUL, "the connect callback answered null");
        }
        return cookie;
    }

    @Override
    public void close() {
        PortTransport.Listener opened;
        synchronized (this) {
            if (definition == null) {
                return;
            }
            definition = null;
            opened = listener;
            listener = null;
        }
        if (opened != null) {
            opened.close();
        }
        owner.closed(this);
    }

    void ended(PortConnection<C> connection) {
        synchronized (this) {
            connections.remove(connection);
        }
        owner.settle(this);
    }

    synchronized List<PortConnection<C>> clients() {
        return List.copyOf(connections);
    }

    /** For each connection, what an unload of the filter would wait for or cut off. */
    public List<String> clientDescriptions() {
        return clients().stream().map(PortConnection::describe).toList();
    }

    ManagerClock clock() {
        return owner.filter().manager().clock();
    }

    Executor administration() {
        return owner.filter().manager().threads().administration();
    }

    void found(String what, String detail) {
        owner.filter().found(what, detail);
    }

    void threw(String where, Throwable failure) {
        owner.filter().manager().findings().threw(filter(), where + " of its port " + name, failure);
    }

    @Override
    public String toString() {
        return name;
    }
}
