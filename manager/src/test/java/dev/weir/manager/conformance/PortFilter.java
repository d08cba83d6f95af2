package dev.weir.manager.conformance;

import dev.weir.ClientPort;
import dev.weir.CommunicationPort;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PortDefinition;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A filter with a port named {@code port}, whose callbacks write down what they are called for. */
final class PortFilter {
    final TestFilter filter = new TestFilter("ported", "2000");
    final List<String> log = filter.log;
    final List<ClientPort> clients = new CopyOnWriteArrayList<>();
    volatile CommunicationPort port;
    volatile dev.weir.Filter registered;
    dev.weir.PortConnectCallback<ClientPort> connect = (client, context) -> client;
    dev.weir.PortDisconnectCallback<ClientPort> disconnect = client -> {};
    dev.weir.PortMessageCallback<ClientPort> message = (client, input, output) -> {
        output.put(input);
        return NtStatus.SUCCESS;
    };

    PortFilter() {
        filter.entry = manager -> {
            registered = manager.register(filter.registration(manager));
            port = registered.createCommunicationPort(definition("port"));
            registered.startFiltering();
            return NtStatus.SUCCESS;
        };
        filter.unload = (going, flags) -> {
            port.close();
            going.unregister();
            log.add("unregistered");
            return NtStatus.SUCCESS;
        };
    }

    PortDefinition<ClientPort> definition(String name) {
        return PortDefinition.<ClientPort>of(
                        name,
                        (client, context) -> {
                            log.add("connect " + PortProgram.text(context));
                            ClientPort cookie = connect.connect(client, context);
                            clients.add(client);
                            return cookie;
                        },
                        client -> {
                            log.add("disconnect");
                            disconnect.disconnect(client);
                        })
                .withMaximumConnections(2)
                .withMessages((client, input, output) -> message.message(client, input, output));
    }

    PortFilter in(Rig rig) {
        rig.load(filter);
        return this;
    }

    CommunicationPort another(PortDefinition<ClientPort> definition) throws FilterException {
        return registered.createCommunicationPort(definition);
    }

    ClientPort client() {
        return clients.getLast();
    }

    long disconnects() {
        return filter.count("disconnect"::equals);
    }
}
