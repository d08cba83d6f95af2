package dev.weir.service.port;

import dev.weir.ClientPort;
import dev.weir.CommunicationPort;
import dev.weir.Filter;
import dev.weir.FilterManager;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PortConnectCallback;
import dev.weir.PortDefinition;
import dev.weir.PortDisconnectCallback;
import dev.weir.PortMessageCallback;
import dev.weir.PortSecurity;
import dev.weir.Registration;
import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.service.Settings;
import dev.weir.service.Weir;
import dev.weir.testkit.FilterHarness;
import dev.weir.testkit.MapConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A service in this process, in folders that everybody may enter, with one filter that makes ports and echoes messages. */
final class PortService implements AutoCloseable {
    final Path folder;
    final Path ports;
    final Weir weir;
    final BlockingQueue<ClientPort> clients = new LinkedBlockingQueue<>();
    final AtomicInteger disconnects = new AtomicInteger();
    PortConnectCallback<ClientPort> connect = (client, context) -> client;
    PortDisconnectCallback<ClientPort> disconnect = client -> {};
    PortMessageCallback<ClientPort> message = (client, input, output) -> {
        output.put(input);
        return NtStatus.SUCCESS;
    };
    volatile Filter filter;
    private boolean ended;

    PortService() throws Exception {
        folder = Files.createTempDirectory("weir-ports");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        ports = folder.resolve("ports");
        weir = Weir.start(new Settings(folder, folder.resolve("service"), false), folder);
        weir.manager()
                .load(
                        FilterHarness.definition("echo", "370000"),
                        () -> new Echo(this),
                        new MapConfiguration(Map.of()),
                        event -> true);
    }

    /** The filter. It keeps this object, not the other way round. */
    private record Echo(PortService service) implements Minifilter {
        @Override
        public Registration registration(FilterManager manager) {
            return Registration.builder()
                    .unload((going, flags) -> {
                        going.unregister();
                        return NtStatus.SUCCESS;
                    })
                    .build();
        }

        @Override
        public NtStatus entry(FilterManager manager) throws dev.weir.FilterException {
            service.filter = manager.register(registration(manager));
            service.filter.startFiltering();
            return NtStatus.SUCCESS;
        }
    }

    PortDefinition<ClientPort> definition(String name) {
        return PortDefinition.<ClientPort>of(
                        name,
                        (client, context) -> {
                            ClientPort cookie = connect.connect(client, context);
                            clients.add(client);
                            return cookie;
                        },
                        client -> {
                            disconnect.disconnect(client);
                            disconnects.incrementAndGet();
                        })
                .withMaximumConnections(100)
                .withMessages((client, input, output) -> message.message(client, input, output));
    }

    CommunicationPort port(String name) throws Exception {
        return filter.createCommunicationPort(definition(name));
    }

    CommunicationPort port(String name, PortSecurity security) throws Exception {
        return filter.createCommunicationPort(definition(name).withSecurity(security));
    }

    Path socket(String port) {
        return ports.resolve(port);
    }

    /** The filter's end of the connection that is made next. */
    ClientPort client() throws InterruptedException {
        ClientPort client = clients.poll(30, TimeUnit.SECONDS);
        if (client == null) {
            throw new AssertionError("nobody connects");
        }
        return client;
    }

    UnloadResult unload() {
        return weir.manager().unload(UnloadRequest.of("echo", false));
    }

    /** Starts a program that finds the service by its environment. */
    Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("WEIR_SOCKET", folder.resolve("control.sock").toString()));
        builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        return builder.start();
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    /** The service ends. */
    void end() throws IOException {
        if (!ended) {
            ended = true;
            weir.close();
        }
    }

    @Override
    public void close() throws IOException {
        end();
        delete(folder);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
