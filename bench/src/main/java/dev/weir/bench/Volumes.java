package dev.weir.bench;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.Minifilter;
import dev.weir.fuse.FuseMounts;
import dev.weir.fuse.FuseVolume;
import dev.weir.fuse.MountOptions;
import dev.weir.linux.HostFileSystem;
import dev.weir.manager.FilterDefinition;
import dev.weir.manager.InstanceDefinition;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.testkit.MapConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A manager in this process with its volumes and filters. */
final class Volumes {
    private final ExecutorService threads =
            Executors.newCachedThreadPool(task -> Thread.ofPlatform().daemon().unstarted(task));
    private final Manager manager = new Manager(new ManagerThreads(threads, threads));
    private final List<FuseVolume> volumes = new ArrayList<>();
    private int filters;
    private boolean closed;

    Manager manager() {
        return manager;
    }

    /** How many were loaded. */
    int filters() {
        return filters;
    }

    /** Puts the files of one directory behind the filters at another, or at its own place. */
    synchronized FuseVolume mount(Path below, Path at, MountOptions options) throws FilterException, IOException {
        if (closed) {
            throw new IOException("the measurement ends");
        }
        byte[] path = below.toString().getBytes(StandardCharsets.UTF_8);
        FuseVolume volume = FuseMounts.mount(manager, HostFileSystem.open(path), at.toString(), options, ended -> {});
        volumes.add(volume);
        // Its first request: what kernel and volume agree on is known now.
        Files.exists(at.resolve("nothing"));
        return volume;
    }

    /** A filter on each volume, above those from before. */
    void load(Supplier<Minifilter> filter) throws FilterException {
        String name = "bench" + ++filters;
        var altitude = Altitude.of(Integer.toString(370_000 + filters));
        var instance = new InstanceDefinition(name, altitude, false, false);
        manager.load(
                new FilterDefinition(name, Optional.empty(), List.of(instance), name),
                filter,
                new MapConfiguration(Map.of()),
                event -> true);
    }

    /** Unmounts all, the last one first. */
    synchronized void close() throws IOException {
        closed = true;
        Collections.reverse(volumes);
        for (FuseVolume volume : volumes) {
            volume.unmountLazily();
        }
        for (FuseVolume volume : volumes) {
            end(volume);
        }
        threads.shutdownNow();
    }

    private static void end(FuseVolume volume) throws IOException {
        try {
            if (!volume.awaitEnd(Duration.ofSeconds(20))) {
                volume.abort();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            volume.abort();
        }
    }
}
