package dev.weir.manager;

import dev.weir.CommunicationPort;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PortDefinition;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** The ports of one filter, with those that are closed as long as they have connections. Safe on any thread. */
final class FilterPorts {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final int MODES = 0777;
    private static final long PROGRESS_NANOS = 5_000_000_000L;

    private final FilterObject filter;
    private final CopyOnWriteArrayList<PortObject<?>> ports = new CopyOnWriteArrayList<>();
    private boolean going;

    FilterPorts(FilterObject filter) {
        this.filter = filter;
    }

    FilterObject filter() {
        return filter;
    }

    <C> CommunicationPort create(PortDefinition<C> definition) throws FilterException {
        check(definition);
        PortObject<C> port = new PortObject<>(this, definition);
        synchronized (this) {
            if (going) {
                throw new FilterException(NtStatus.FLT_DELETING_OBJECT, filter.name() + " is being unloaded");
            }
            filter.manager().portNames().take(port);
            ports.add(port);
        }
        boolean opened = false;
        try {
            port.open(filter.manager().portNames().transport());
            opened = true;
        } finally {
            if (!opened) {
                port.close();
            }
        }
        return port;
    }

    private void check(PortDefinition<?> definition) throws FilterException {
        String name = definition.name();
        if (name.length() > CommunicationPort.MAXIMUM_NAME
                || !NAME.matcher(name).matches()) {
            throw new FilterException(
                    NtStatus.OBJECT_NAME_INVALID,
                    "a port can't be named '" + name + "': 1 to " + CommunicationPort.MAXIMUM_NAME
                            + " letters of A-Z, digits, '.', '_' and '-', the first no dot");
        }
        if (definition.maximumConnections() < 1) {
            throw new FilterException(
                    NtStatus.INVALID_PARAMETER, "port " + name + " must allow at least one connection");
        }
        if ((definition.security().mode() & ~MODES) != 0) {
            throw new FilterException(
                    NtStatus.INVALID_PARAMETER, "port " + name + " has a mode that is not of 0 to 0777");
        }
    }

    /** All that are open or have connections. */
    List<PortObject<?>> all() {
        return List.copyOf(ports);
    }

    void closed(PortObject<?> port) {
        filter.manager().portNames().free(port);
        settle(port);
    }

    /** Forgets a port that is closed and has no connection. */
    void settle(PortObject<?> port) {
        if (!port.isOpen() && port.connections() == 0) {
            ports.remove(port);
        }
    }

    /** Whether a thread is in a callback of one of these ports. */
    boolean isCallback(Thread thread) {
        return ports.stream()
                .flatMap(port -> port.clients().stream())
                .anyMatch(connection -> connection.isCallback(thread));
    }

    /** The filter goes: no further port, what it forgot is closed, every client is cut off and the filter told. Waits for callbacks that run. */
    void end(boolean forgetful, TeardownTally tally) {
        synchronized (this) {
            going = true;
        }
        for (PortObject<?> port : ports) {
            if (port.isOpen()) {
                if (forgetful) {
                    filter.found("left its port '" + port.name() + "' open", "unregistering closed it");
                }
                port.close();
            }
        }
        List<PortConnection<?>> clients = ports.stream()
                .<PortConnection<?>>flatMap(port -> port.clients().stream())
                .toList();
        clients.forEach(PortConnection::disconnected);
        clients.forEach(client -> await(client, tally));
        tally.waitingFor("");
    }

    private void await(PortConnection<?> client, TeardownTally tally) {
        long reported = System.nanoTime();
        while (!client.hasEnded() && !filter.isAbandoned()) {
            tally.waitingFor(filter.name() + ": port client: " + client.describe());
            if (System.nanoTime() - reported > PROGRESS_NANOS) {
                reported = System.nanoTime();
                tally.report();
            }
            LockSupport.parkNanos(this, 1_000_000);
        }
    }

    /** Unlinks them without callbacks and without waiting. */
    void abandon() {
        synchronized (this) {
            going = true;
        }
        for (PortObject<?> port : ports) {
            port.close();
            port.clients().forEach(PortConnection::abandon);
        }
        ports.clear();
    }
}
