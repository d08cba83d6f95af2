package dev.weir.manager;

import dev.weir.FilterException;
import dev.weir.NtStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The ports of a manager that are open, by name: a name is one port's. Safe on any thread. */
final class PortNames {
    private final PortTransport transport;
    private final Map<String, PortObject<?>> open = new ConcurrentHashMap<>();

    PortNames(PortTransport transport) {
        this.transport = transport;
    }

    PortTransport transport() {
        return transport;
    }

    void take(PortObject<?> port) throws FilterException {
        PortObject<?> other = open.putIfAbsent(port.name(), port);
        if (other != null) {
            throw new FilterException(
                    NtStatus.OBJECT_NAME_COLLISION,
                    "there is a port " + port.name() + " already, of " + other.filter());
        }
    }

    void free(PortObject<?> port) {
        open.remove(port.name(), port);
    }

    Optional<PortObject<?>> find(String name) {
        return Optional.ofNullable(open.get(name));
    }

    List<PortObject<?>> all() {
        return open.values().stream()
                .sorted(Comparator.comparing((PortObject<?> port) -> port.name()))
                .toList();
    }
}
