package dev.weir.bench;

import dev.weir.fuse.DataMode;
import dev.weir.fuse.MountOptions;
import dev.weir.fuse.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures reads and writes, through Weir in each data mode and through its peers, against the bare directory: {@code bench/data}. */
final class DataPaths {
    private static final String RANDOM_FILE = "random";
    private static final String SEQUENTIAL_FILE = "sequential";

    /** What is done, and which field of fio's terse output tells how fast; 0 for dd. */
    private enum Work {
        READ_128K_COLD("sequential read 128k cold (MiB/s)", "", 0),
        READ_128K("sequential read 128k cached (MiB/s)", "", 0),
        WRITE_128K("sequential write 128k + fsync (MiB/s)", "", 0),
        READ_4K_COLD("random read 4k cold (1/s)", "randread", 7),
        READ_4K_DIRECT("random read 4k O_DIRECT (1/s)", "randread", 7),
        READ_4K("random read 4k cached (1/s)", "randread", 7),
        WRITE_4K("random write 4k (1/s)", "randwrite", 48);

        private final String title;
        private final String how;
        private final int field;

        Work(String title, String how, int field) {
            this.title = title;
            this.how = how;
            this.field = field;
        }

        Row row() {
            return Row.speed("data", title);
        }
    }

    private DataPaths() {}

    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(3, args);
        Figures figures = Machine.figures("data", arguments.rounds());
        try (var places = new Places("weir-data")) {
            places.add(Place.Bare.NAME, Place.Bare::new);
            addWeir(places, arguments.has("every-mode"));
            Peers.addTo(places);
            Peers.addWithoutPassthrough(places);
            for (Place place : places.all()) {
                dd(place, "if=/dev/zero", "of=" + RANDOM_FILE, "bs=1M", "count=128", "conv=fsync");
            }
            var rounds = new Rounds(arguments.rounds(), figures);
            for (Work work : arguments.chosen(Work.class)) {
                rounds.run(work.row(), places.all(), () -> {}, place -> measure(work, place));
            }
        }
        arguments.keep(figures, "data");
    }

    private static void addWeir(Places places, boolean everyMode) throws IOException {
        if (everyMode) {
            for (DataMode mode : DataMode.values()) {
                String name = mode.name().toLowerCase(Locale.ROOT);
                weir(places, "weir " + name, mode, Transport.DEVICE);
                weir(places, "weir " + name + " passall", mode, Transport.DEVICE, Filters.PASS_ALL);
                weir(places, "weir " + name + " skip-cached", mode, Transport.DEVICE, Filters.SKIP_CACHED);
            }
            return;
        }
        weir(places, "weir", DataMode.PASSTHROUGH, Transport.DEVICE);
        weir(places, "weir passall", DataMode.PASSTHROUGH, Transport.DEVICE, Filters.PASS_ALL);
        weir(places, "weir skip-cached", DataMode.PASSTHROUGH, Transport.DEVICE, Filters.SKIP_CACHED);
        weir(places, "weir writeback skip-cached", DataMode.WRITEBACK, Transport.DEVICE, Filters.SKIP_CACHED);
        if (WeirPlace.isRingOffered()) {
            weir(places, "weir passall io_uring", DataMode.PASSTHROUGH, Transport.IO_URING, Filters.PASS_ALL);
            weir(
                    places,
                    "weir writeback skip-cached io_uring",
                    DataMode.WRITEBACK,
                    Transport.IO_URING,
                    Filters.SKIP_CACHED);
        }
    }

    private static void weir(Places places, String name, DataMode mode, Transport transport, Filters... filters)
            throws IOException {
        MountOptions options = MountOptions.usual().withDataMode(mode).withTransport(transport);
        places.add(name, at -> WeirPlace.mount(name, at, at, options, filters));
    }

    private static double measure(Work work, Place place) throws IOException {
        return switch (work) {
            case WRITE_4K -> {
                writeBack();
                yield fio(place, work, 0);
            }
            case READ_4K -> {
                dd(place, "if=" + RANDOM_FILE, "of=/dev/null", "bs=128k");
                yield fio(place, work, 0);
            }
            case READ_4K_DIRECT -> fio(place, work, 1);
            case READ_4K_COLD -> {
                dropPages();
                yield fio(place, work, 0);
            }
            case WRITE_128K -> {
                Files.deleteIfExists(place.directory().resolve(SEQUENTIAL_FILE));
                writeBack();
                yield dd(place, "if=/dev/zero", "of=" + SEQUENTIAL_FILE, "bs=128k", "count=1024", "conv=fsync");
            }
            case READ_128K -> {
                dd(place, "if=" + RANDOM_FILE, "of=/dev/null", "bs=128k");
                yield dd(place, "if=" + RANDOM_FILE, "of=/dev/null", "bs=128k");
            }
            case READ_128K_COLD -> {
                dropPages();
                yield dd(place, "if=" + RANDOM_FILE, "of=/dev/null", "bs=128k");
            }
        };
    }

    /** What others have written is not to be written while this one is measured. */
    private static void writeBack() throws IOException {
        Commands.output(Path.of("/"), "sync");
    }

    /** Above and below: what is dirty can't be dropped, so it is written first. */
    private static void dropPages() throws IOException {
        writeBack();
        Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "1");
    }

    private static double fio(Place place, Work work, int direct) throws IOException {
        String line = Commands.output(
                place.directory(),
                "fio",
                "--name=bench",
                "--filename=" + RANDOM_FILE,
                "--rw=" + work.how,
                "--direct=" + direct,
                "--bs=4k",
                "--size=128m",
                "--ioengine=psync",
                "--thread",
                "--runtime=500ms",
                "--time_based",
                "--invalidate=0",
                "--fallocate=none",
                "--output-format=terse",
                "--terse-version=3");
        String[] fields = line.split(";", -1);
        if (fields.length <= work.field) {
            throw new IOException("fio: " + line.strip());
        }
        return Double.parseDouble(fields[work.field]);
    }

    /** MiB/s. */
    private static double dd(Place place, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("dd"));
        command.addAll(List.of(arguments));
        String output = Commands.output(place.directory(), command.toArray(String[]::new));
        for (String line : output.split("\n", -1)) {
            if (line.contains(" copied, ")) {
                double bytes = Double.parseDouble(line.substring(0, line.indexOf(' ')));
                String seconds = line.substring(line.indexOf("copied, ") + 8, line.lastIndexOf(" s,"));
                return bytes / Double.parseDouble(seconds) / (1 << 20);
            }
        }
        throw new IOException("dd printed: " + output);
    }
}
