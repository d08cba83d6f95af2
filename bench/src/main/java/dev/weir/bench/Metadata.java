package dev.weir.bench;

import dev.weir.fuse.MountOptions;
import dev.weir.fuse.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Measures what programs do with names and attributes, through Weir and its peers, against the bare directory: {@code bench/metadata}. The program is bench/work.py. */
final class Metadata {
    /** Longer than the kernel believes an attribute, for the places where that is a second. */
    private static final long PAUSE_MILLIS = 1_100;

    private enum Work {
        CREATE("create (us)", 1e3),
        STAT_COLD("stat cold (us)", 1e3),
        READDIR("readdir of 2000 names (ms)", 1e6),
        OPEN_READ_CLOSE("open + read 4k + close (us)", 1e3),
        OPEN_READ_CLOSE_COLD("open + read 4k + close cold (us)", 1e3),
        UNTAR("untar a source tree (s)", 1e9),
        FIND_COLD("find with stat cold (ms)", 1e6),
        GREP_COLD("grep -r cold (ms)", 1e6),
        GIT_CLONE("git clone (s)", 1e9),
        GIT_STATUS("git status (ms)", 1e6);

        private final String title;
        private final double nanos;

        Work(String title, double nanos) {
            this.title = title;
            this.nanos = nanos;
        }

        Row row() {
            return Row.time("metadata", title);
        }
    }

    private Metadata() {}

    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(3, args);
        Figures figures = Machine.figures("metadata", arguments.rounds());
        String program = Path.of("bench", "work.py").toAbsolutePath().toString();
        try (var places = new Places("weir-metadata");
                var worker = new Conversation(List.of("python3", program))) {
            Path material = places.folder("material");
            worker.ask("material " + material);
            places.add(Place.Bare.NAME, Place.Bare::new);
            addWeir(places, Transport.DEVICE, "");
            if (WeirPlace.isRingOffered()) {
                addWeir(places, Transport.IO_URING, " io_uring");
            }
            Peers.addTo(places);
            for (Place place : places.all()) {
                try {
                    worker.ask("prepare " + place.directory() + " " + material);
                } catch (IOException impossible) {
                    System.out.println("left out: " + place.name() + ": " + impossible.getMessage());
                    places.end(List.of(place));
                }
            }
            var rounds = new Rounds(arguments.rounds(), figures);
            for (Work work : arguments.chosen(Work.class)) {
                rounds.run(work.row(), places.all(), () -> pauseBefore(work), place -> measure(worker, work, place));
            }
        }
        arguments.keep(figures, "metadata");
    }

    private static void addWeir(Places places, Transport transport, String suffix) throws IOException {
        MountOptions options = MountOptions.usual().withTransport(transport);
        places.add("weir" + suffix, at -> WeirPlace.mount("weir" + suffix, at, at, options));
        String passAll = "weir passall" + suffix;
        places.add(passAll, at -> WeirPlace.mount(passAll, at, at, options, Filters.PASS_ALL));
    }

    private static void pauseBefore(Work work) throws IOException {
        if (work == Work.GIT_STATUS) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
        }
    }

    private static double measure(Conversation worker, Work work, Place place) throws IOException {
        String answer = worker.ask(work.name().toLowerCase(Locale.ROOT) + " " + place.directory());
        return Long.parseLong(answer) / work.nanos;
    }
}
