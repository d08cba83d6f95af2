package dev.weir.bench;

import dev.weir.fuse.DataMode;
import dev.weir.fuse.MountOptions;
import dev.weir.fuse.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures what operations cost as there is more of something: {@code bench/growth}.
 *
 * <p>Nothing is believed for longer than an operation, and no data goes past Weir: each operation of the program comes. The files below are the same for all places.
 */
final class Growth implements AutoCloseable {
    private static final int FILES = 64;
    private static final List<Integer> COUNTS = List.of(1, 2, 4, 8, 16, 32, 64);

    private enum Subject {
        FILTERS,
        THREADS,
        VOLUMES,
        OPEN_FILES,
        NAMES,
        MEMORY
    }

    private final Arguments arguments;
    private final Figures figures;
    private final Places places;
    private final Conversation client;
    private final Path below;

    private Growth(Arguments arguments) throws IOException {
        this.arguments = arguments;
        this.figures = Machine.figures("growth", arguments.rounds());
        this.places = new Places("weir-growth");
        this.client = Client.start();
        this.below = places.folder("below");
        fill(below, FILES);
    }

    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(3, args);
        try (var growth = new Growth(arguments)) {
            for (Subject subject : arguments.chosen(Subject.class)) {
                growth.measure(subject);
            }
            arguments.keep(growth.figures, "growth");
        }
    }

    private void measure(Subject subject) throws Exception {
        var files = new GrowthOfFiles(arguments, figures, places, this);
        switch (subject) {
            case FILTERS -> filters();
            case THREADS -> threads();
            case VOLUMES -> new GrowthOfVolumes(arguments, figures, places, this).measure(below);
            case OPEN_FILES -> files.openFiles();
            case NAMES -> files.names();
            case MEMORY -> files.knownFiles();
        }
        String group = subject.name().toLowerCase(Locale.ROOT);
        for (Row row : figures.rows()) {
            if (row.group().equals(group) && !row.across().isEmpty()) {
                System.out.println(Tables.growth(figures, row));
            }
        }
        List<Row> amounts = figures.rows().stream()
                .filter(row -> row.group().equals(group) && row.across().isEmpty())
                .toList();
        if (!amounts.isEmpty()) {
            System.out.println(Tables.medians(figures, amounts));
        }
    }

    static void fill(Path directory, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Files.write(directory.resolve(Integer.toString(i)), new byte[4096]);
        }
    }

    static MountOptions options() {
        return MountOptions.usual()
                .withDataMode(DataMode.SEEN)
                .withTransport(Transport.DEVICE)
                .withTimeOuts(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    static List<Transport> transports() {
        return WeirPlace.isRingOffered() ? List.of(Transport.DEVICE, Transport.IO_URING) : List.of(Transport.DEVICE);
    }

    Conversation client() {
        return client;
    }

    /** Operations a second and the p99 in microseconds, of getattr and of open, read and close. */
    void point(String group, String across, String place, double x, int threads, Path at, boolean counts)
            throws IOException {
        one(group, across, place, x, counts, "getattr", ask("getattr", threads, at));
        one(group, across, place, x, counts, "open + read 4k + close", ask("open", threads, at));
    }

    String ask(String operation, int threads, Path at) throws IOException {
        int millis = arguments.number("millis", 200);
        return client.ask(operation + " " + threads + " " + millis + " " + at);
    }

    void one(String group, String across, String place, double x, boolean counts, String title, String answer) {
        if (!counts) {
            return;
        }
        String[] fields = answer.split(" ", -1);
        Row speed = Row.speed(group, title + " (1/s)").over(across);
        Row tail = Row.time(group, title + " p99 (us)").over(across);
        figures.add(speed, place, x, Double.parseDouble(fields[0]));
        figures.add(tail, place, x, Double.parseDouble(fields[2]) / 1e3);
    }

    private void filters() throws IOException {
        List<Integer> numbers = new ArrayList<>(List.of(0));
        numbers.addAll(COUNTS);
        int before = places.all().size();
        for (int number : numbers) {
            var filters = new Filters[number];
            Arrays.fill(filters, Filters.PASS_ALL);
            for (Transport transport : transports()) {
                String name = transport == Transport.DEVICE ? "weir" : "weir io_uring";
                MountOptions options = options().withTransport(transport);
                places.add(name + " " + number, at -> WeirPlace.mount(name, below, at, options, filters));
            }
        }
        List<Place> mounted = places.all().subList(before, places.all().size());
        for (int round = 0; round <= arguments.rounds(); round++) {
            for (Place place : mounted) {
                int number = ((WeirPlace) place).volumes().filters();
                point("filters", "filters", place.name(), number, 1, place.directory(), round > 0);
            }
        }
        places.end(mounted);
    }

    private void threads() throws IOException {
        int before = places.all().size();
        places.add(Place.Bare.NAME, at -> new Place.Bare(below));
        for (Transport transport : transports()) {
            String name = transport == Transport.DEVICE ? "weir passall" : "weir passall io_uring";
            MountOptions options = options().withTransport(transport);
            places.add(name, at -> WeirPlace.mount(name, below, at, options, Filters.PASS_ALL));
        }
        List<Place> mounted = places.all().subList(before, places.all().size());
        for (int round = 0; round <= arguments.rounds(); round++) {
            for (int threads : COUNTS) {
                for (Place place : mounted) {
                    point("threads", "threads", place.name(), threads, threads, place.directory(), round > 0);
                }
            }
        }
        places.end(mounted);
    }

    @Override
    public void close() throws IOException {
        client.close();
        places.close();
    }
}
