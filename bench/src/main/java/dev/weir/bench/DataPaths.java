package dev.weir.bench;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.OperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.filters.passall.PassAllFilter;
import dev.weir.fuse.DataMode;
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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures reads and writes in each data mode, with and without filters, against the bare directory: {@code bench/data}. */
final class DataPaths {
    private static final String RANDOM_FILE = "random";

    /** What is done, and which field of fio's terse output tells how fast; 0 for dd. */
    private enum Work {
        WRITE_4K("random write 4k, buffered, operations/s", "randwrite", 48),
        WRITE_128K("sequential write 128k + fsync, MiB/s", "", 0),
        READ_4K("random read 4k, cached, operations/s", "randread", 7),
        READ_4K_DIRECT("random read 4k, O_DIRECT, operations/s", "randread", 7),
        READ_128K("sequential read 128k, cached, MiB/s", "", 0),
        READ_128K_COLD("sequential read 128k, cold, MiB/s", "", 0);

        private final String title;
        private final String how;
        private final int field;

        Work(String title, String how, int field) {
            this.title = title;
            this.how = how;
            this.field = field;
        }
    }

    private enum Filters {
        NONE("no filter"),
        PASS_ALL("passall"),
        SKIP_CACHED("SKIP_CACHED_IO");

        private final String title;

        Filters(String title) {
            this.title = title;
        }

        @Nullable
        Minifilter make() {
            return switch (this) {
                case NONE -> null;
                case PASS_ALL -> new PassAllFilter();
                case SKIP_CACHED -> cacheFriendly();
            };
        }
    }

    /** One directory to measure in; without a mode it is bare. */
    private record Place(
            String name, Path directory, @Nullable FuseVolume volume) {}

    private final Path parent;
    private final List<Place> places = new ArrayList<>();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(task -> Thread.ofPlatform().daemon().unstarted(task));

    private DataPaths(Path parent) {
        this.parent = parent;
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        List<Work> works =
                args.length > 1 ? Stream.of(args).skip(1).map(Work::valueOf).toList() : List.of(Work.values());
        var measurement = new DataPaths(Files.createTempDirectory("weir-data"));
        try {
            measurement.prepare();
            measurement.run(rounds, works);
        } finally {
            measurement.end();
        }
    }

    private void prepare() throws Exception {
        Path bare = Files.createDirectory(parent.resolve("bare"));
        places.add(new Place("bare", bare, null));
        for (DataMode mode : DataMode.values()) {
            for (Filters filters : Filters.values()) {
                mount(mode, filters);
            }
        }
        for (Place place : places) {
            dd(place, "if=/dev/zero", "of=" + RANDOM_FILE, "bs=1M", "count=128", "conv=fsync");
        }
    }

    private void mount(DataMode mode, Filters filters) throws Exception {
        String name = mode.name().toLowerCase(Locale.ROOT) + ", " + filters.title;
        Path directory = Files.createDirectory(parent.resolve(name.replace(", ", "-")));
        var manager = new Manager(new ManagerThreads(threads, threads));
        byte[] path = directory.toString().getBytes(StandardCharsets.UTF_8);
        FuseVolume volume = FuseMounts.mount(
                manager,
                HostFileSystem.open(path),
                directory.toString(),
                MountOptions.usual().withDataMode(mode).withNotices(System.out::println),
                ended -> {});
        places.add(new Place(name, directory, volume));
        Minifilter filter = filters.make();
        if (filter != null) {
            var instance = new InstanceDefinition("bench", Altitude.of("370050"), false, false);
            manager.load(
                    new FilterDefinition("bench", Optional.empty(), List.of(instance), "bench"),
                    () -> filter,
                    new MapConfiguration(Map.of()),
                    event -> true);
        }
    }

    private void run(int rounds, List<Work> works) throws Exception {
        for (Work work : works) {
            Map<String, List<Double>> figures = new LinkedHashMap<>();
            for (int round = 0; round <= rounds; round++) {
                for (Place place : places) {
                    double figure = measure(work, place);
                    // The first round warms up.
                    if (round > 0) {
                        figures.computeIfAbsent(place.name, n -> new ArrayList<>())
                                .add(figure);
                    }
                }
            }
            print(work, figures);
        }
    }

    private static void print(Work work, Map<String, List<Double>> figures) {
        System.out.println();
        System.out.printf("%-44s %12s %9s %9s %12s%n", work.title, "median", "of bare", "least", "most");
        double bare = 0;
        for (var entry : figures.entrySet()) {
            List<Double> sorted = entry.getValue().stream().sorted().toList();
            double median = sorted.get(sorted.size() / 2);
            bare = bare == 0 ? median : bare;
            System.out.printf(
                    "%-44s %12.0f %9.2f %9.0f %12.0f%n",
                    entry.getKey(), median, median / bare, sorted.getFirst(), sorted.getLast());
        }
    }

    private static double measure(Work work, Place place) throws Exception {
        return switch (work) {
            case WRITE_4K, READ_4K -> fio(place, work, 0);
            case READ_4K_DIRECT -> fio(place, work, 1);
            case WRITE_128K -> {
                Files.deleteIfExists(place.directory.resolve("sequential"));
                yield dd(place, "if=/dev/zero", "of=sequential", "bs=128k", "count=2048", "conv=fsync");
            }
            case READ_128K -> {
                dd(place, "if=" + RANDOM_FILE, "of=/dev/null", "bs=128k");
                yield dd(place, "if=" + RANDOM_FILE, "of=/dev/null", "bs=128k");
            }
            case READ_128K_COLD -> {
                Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "1");
                yield dd(place, "if=" + RANDOM_FILE, "of=/dev/null", "bs=128k");
            }
        };
    }

    private static double fio(Place place, Work work, int direct) throws Exception {
        String line = output(
                place,
                "fio",
                "--name=bench",
                "--filename=" + RANDOM_FILE,
                "--rw=" + work.how,
                "--direct=" + direct,
                "--bs=4k",
                "--size=128m",
                "--ioengine=psync",
                "--runtime=2",
                "--time_based",
                "--invalidate=0",
                "--fallocate=none",
                "--output-format=terse",
                "--terse-version=3");
        String[] fields = line.split(";", -1);
        return Double.parseDouble(fields[work.field]);
    }

    /** MiB/s. */
    private static double dd(Place place, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("dd"));
        command.addAll(List.of(arguments));
        String[] lines = output(place, command.toArray(String[]::new)).split("\n", -1);
        for (String line : lines) {
            if (line.contains(" copied, ")) {
                double bytes = Double.parseDouble(line.substring(0, line.indexOf(' ')));
                String seconds = line.substring(line.indexOf("copied, ") + 8, line.lastIndexOf(" s,"));
                return bytes / Double.parseDouble(seconds) / (1 << 20);
            }
        }
        throw new IOException("dd printed: " + String.join("\n", lines));
    }

    private static String output(Place place, String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(place.directory.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " in " + place.name + ": " + output);
        }
        return output;
    }

    private static Minifilter cacheFriendly() {
        return manager -> {
            var builder = Registration.builder().unload(FilterUnloadCallback.ALWAYS);
            for (MajorFunction major : List.of(MajorFunction.READ, MajorFunction.WRITE)) {
                add(builder, major);
            }
            return builder.build();
        };
    }

    private static void add(Registration.Builder builder, MajorFunction major) throws FilterException {
        builder.operation(
                major,
                (data, objects) -> PreOperationStatus.SUCCESS_WITH_CALLBACK,
                (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING,
                OperationFlag.SKIP_CACHED_IO);
    }

    private void end() throws Exception {
        for (Place place : places) {
            FuseVolume volume = place.volume;
            if (volume != null) {
                volume.unmountLazily();
                if (!volume.awaitEnd(Duration.ofSeconds(20))) {
                    volume.abort();
                }
            }
        }
        threads.shutdownNow();
        try (Stream<Path> files = Files.walk(parent)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
