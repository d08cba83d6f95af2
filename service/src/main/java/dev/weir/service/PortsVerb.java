package dev.weir.service;

import dev.weir.manager.Manager;
import dev.weir.manager.PortObject;
import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;
import dev.weir.service.port.SocketPorts;
import java.util.List;
import java.util.Locale;

/** Lists the ports of filters that take connections. */
record PortsVerb(Manager manager, SocketPorts sockets) implements Verb {
    @Override
    public String name() {
        return "ports";
    }

    @Override
    public boolean looksOnly() {
        return true;
    }

    @Override
    public JsonObject call(Request request) {
        return new JsonObject()
                .put("ports", manager.ports().stream().map(this::row).toList());
    }

    private JsonObject row(PortObject<?> port) {
        JsonObject row = new JsonObject()
                .put("name", port.name())
                .put("filter", port.filter())
                .put("connections", port.connections())
                .put("maximumConnections", port.maximumConnections());
        List<String> file = sockets.describe(port.name());
        if (!file.isEmpty()) {
            row.put("owner", file.get(0)).put("group", file.get(1)).put("socket", file.get(2));
        }
        return row.put(
                        "mode",
                        String.format(Locale.ROOT, "%04o", port.security().mode()))
                .put("clients", port.clientDescriptions());
    }
}
