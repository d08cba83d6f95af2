package dev.weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The places of one measurement in a temporary folder of their own; all of it goes at the end, at Ctrl-C too. The folder is in {@code WEIR_BENCH_DIRECTORY}, /tmp unless said. */
final class Places implements AutoCloseable {
    private final Path parent;
    private final List<Place> places = new ArrayList<>();
    private final Thread atExit = new Thread(this::end, "end of the places");
    private boolean ended;

    Places(String name) throws IOException {
        String folder = System.getenv().getOrDefault("WEIR_BENCH_DIRECTORY", "/tmp");
        parent = Files.createTempDirectory(Path.of(folder).toRealPath(), name);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** What makes a place. */
    interface Mounting {
        Place mount(Path directory) throws Exception;
    }

    /** For what belongs to no place. */
    Path folder(String name) throws IOException {
        return Files.createDirectory(parent.resolve(name));
    }

    /** A directory for a place. A place that can't be made is left out, and that is said. */
    void add(String name, Mounting mounting) throws IOException {
        Path directory = Files.createTempDirectory(parent, name.replaceAll("[^A-Za-z0-9]+", "-") + "-");
        try {
            keep(mounting.mount(directory));
        } catch (Exception impossible) {
            System.out.println("left out: " + name + ": " + impossible.getMessage());
        }
    }

    private synchronized void keep(Place place) throws IOException {
        if (ended) {
            place.close();
            throw new IOException("the measurement ends");
        }
        places.add(place);
    }

    synchronized List<Place> all() {
        return List.copyOf(places);
    }

    /** Some that are not needed any more. */
    synchronized void end(List<Place> some) throws IOException {
        for (Place place : some) {
            if (places.remove(place)) {
                place.close();
            }
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // It runs, and has nothing left to do.
        }
    }

    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        Collections.reverse(places);
        for (Place place : places) {
            try {
                place.close();
            } catch (IOException | RuntimeException failure) {
                System.err.println(place.name() + " at " + place.directory() + " did not end: " + failure);
            }
        }
        try {
            delete(parent);
        } catch (IOException failure) {
            System.err.println(parent + " stays: " + failure);
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
