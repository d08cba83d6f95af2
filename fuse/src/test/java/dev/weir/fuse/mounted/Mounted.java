package dev.weir.fuse.mounted;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.Minifilter;
import dev.weir.fuse.FuseMounts;
import dev.weir.fuse.FuseVolume;
import dev.weir.fuse.MountOptions;
import dev.weir.fuse.TestTransport;
import dev.weir.linux.HostFileSystem;
import dev.weir.manager.FilterDefinition;
import dev.weir.manager.FilterObject;
import dev.weir.manager.InstanceDefinition;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.VolumeObject;
import dev.weir.testkit.MapConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A temporary directory with a volume mounted over it, and a manager of its own. Closing unmounts, whatever happened. */
final class Mounted implements AutoCloseable {
    final ExecutorService threads = threads();
    final Manager manager = new Manager(new ManagerThreads(threads, threads));
    final Path parent;
    final Path directory;

    /** The directory that is served: {@link #directory} itself, whose files only the volume shows then, or one beside it. */
    final Path below;

    final Path stop;
    final FuseVolume fuse;
    private final MountOptions options;

    Mounted() throws IOException {
        this(MountOptions.usual());
    }

    Mounted(MountOptions options) throws IOException {
        this(options, Path.of("volume"));
    }

    /** One that serves a directory beside it. */
    static Mounted beside(MountOptions options) throws IOException {
        return new Mounted(options, Path.of("below"));
    }

    /** One that serves a directory which is somebody else's. */
    static Mounted serving(MountOptions options, Path served) throws IOException {
        return new Mounted(options, served);
    }

    private Mounted(MountOptions options, Path served) throws IOException {
        this.options = options;
        assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "needs /dev/fuse, readable and writable");
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to mount");
        parent = Files.createTempDirectory("weir-mounted");
        directory = Files.createDirectory(parent.resolve("volume"));
        below = Files.createDirectories(parent.resolve(served));
        stop = parent.resolve("stop");
        byte[] path = below.toString().getBytes(StandardCharsets.UTF_8);
        try {
            fuse = FuseMounts.mount(
                    manager, HostFileSystem.open(path), directory.toString(), TestTransport.of(options), ended -> {});
        } catch (FilterException e) {
            throw new IOException(e);
        }
    }

    private static ExecutorService threads() {
        var number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "mounted-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    VolumeObject volume() {
        return fuse.volume();
    }

    FilterObject load(String name, String altitude, Supplier<? extends Minifilter> filter) throws FilterException {
        var instance = new InstanceDefinition(name + " Instance", Altitude.of(altitude), false, false);
        var definition = new FilterDefinition(name, Optional.empty(), List.of(instance), instance.name());
        return manager.load(definition, filter, new MapConfiguration(Map.of()), event -> true);
    }

    UnloadResult unload(String name) {
        return manager.unload(UnloadRequest.of(name, false));
    }

    UnloadResult stop(String name) {
        return manager.unload(UnloadRequest.of(name, true));
    }

    /** Ends the programs that look for the stop file. */
    void tellProgramsToStop() throws IOException {
        Files.createFile(stop);
    }

    @Override
    public void close() throws IOException {
        try {
            if (!stop.toFile().exists()) {
                tellProgramsToStop();
            }
            unmount();
            TestTransport.check(fuse, options);
        } finally {
            threads.shutdownNow();
            try (Stream<Path> files = Files.walk(parent)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private void unmount() throws IOException {
        try {
            fuse.unmount();
        } catch (IOException busy) {
            fuse.unmountLazily();
            if (!awaitEnd(Duration.ofSeconds(5))) {
                fuse.abort();
            }
        }
        if (!awaitEnd(Duration.ofSeconds(60))) {
            throw new IOException("the volume has not ended");
        }
    }

    private boolean awaitEnd(Duration patience) {
        try {
            return fuse.awaitEnd(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
