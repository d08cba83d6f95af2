package dev.weir.service.soak;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.manager.FilterObject;
import dev.weir.manager.VolumeObject;
import dev.weir.service.Refusal;
import dev.weir.service.Settings;
import dev.weir.service.Weir;
import dev.weir.service.control.ControlClient;
import dev.weir.service.control.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A service in this process with one directory mounted, and a client of it: everything goes over its control socket. Closing unmounts, whatever happened. */
final class Served implements AutoCloseable {
    final Path parent;
    final Path directory;
    final Weir weir;
    final ControlClient client;
    private final String data;

    Served() throws IOException, Refusal {
        this("passthrough", 1000);
    }

    Served(String data, long timeoutMillis) throws IOException, Refusal {
        assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "needs /dev/fuse, readable and writable");
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to mount");
        this.data = data;
        parent = Files.createTempDirectory("weir-soak");
        directory = Files.createDirectory(parent.resolve("volume"));
        Path home = Files.createDirectory(parent.resolve("home"));
        Path filters = Files.createDirectory(home.resolve("filters"));
        BundledJars.copy("null", "dev.weir.filters.nullfilter.NullFilter", filters);
        BundledJars.copy("passall", "dev.weir.filters.passall.PassAllFilter", filters);
        BundledJars.copy("spy", "dev.weir.filters.spy.SpyFilter", filters);
        BundledJars.copy("protect", "dev.weir.filters.protect.ProtectFilter", filters);
        weir = Weir.start(new Settings(home, parent.resolve("service"), false));
        Path socket = parent.resolve("control.sock");
        weir.listen(socket);
        client = ControlClient.connect(List.of(socket));
        boolean mounted = false;
        try {
            mount(timeoutMillis);
            mounted = true;
        } finally {
            if (!mounted) {
                close();
            }
        }
    }

    private void mount(long timeoutMillis) throws Refusal {
        client.call(
                "mount",
                new JsonObject()
                        .put("directory", directory.toString())
                        .put("data", data)
                        .put("timeoutMillis", timeoutMillis));
    }

    VolumeObject volume() {
        return weir.manager().volumes().getFirst();
    }

    /** Loads a filter and gives the manager's view of it, which outlives it. */
    FilterObject load(String jarOrName, String name, Map<String, String> configuration) throws Refusal {
        JsonObject given = new JsonObject();
        configuration.forEach(given::put);
        client.call("load", new JsonObject().put("filter", jarOrName).put("configuration", given));
        return weir.manager().filter(name).orElseThrow();
    }

    /** One of those that Weir brings. */
    FilterObject load(String name) throws Refusal {
        return load(name, name, name.equals("protect") ? Map.of("globs", "*.protected") : Map.of());
    }

    JsonObject unload(String name) throws Refusal {
        return client.call("unload", new JsonObject().put("filter", name));
    }

    void detach(String name) throws Refusal {
        client.call("detach", instance(name));
    }

    void attach(String name) throws Refusal {
        client.call("attach", instance(name));
    }

    private JsonObject instance(String name) {
        return new JsonObject().put("filter", name).put("volume", directory.toString());
    }

    /** What {@code weir why} says, in lines. */
    List<String> why(String name) throws Refusal {
        return client.call("why", new JsonObject().put("filter", name)).texts("lines");
    }

    @Override
    public void close() throws IOException {
        try {
            client.close();
            weir.close();
        } finally {
            try (Stream<Path> files = Files.walk(parent)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }
}
