package dev.weir.bench;

import dev.weir.fuse.MountOptions;
import dev.weir.fuse.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures a program's operations on a bare directory, through /dev/fuse and through io_uring, in turn: {@code bench/transport}. */
final class Transports {
    /** What one round does at a directory; its answer has names and nanoseconds an operation. */
    private static final String WORK = """
            import os, sys, time, random, mmap
            def timed(name, count, work):
                begun = time.perf_counter_ns()
                work(count)
                figures.append("%s %d" % (name, (time.perf_counter_ns() - begun) // count))
            for at in sys.stdin:
                figures = []
                at = at.strip() + "/"
                data = b"x" * 131072
                with open(at + "big", "wb") as big:
                    for i in range(256): big.write(data)
                for i in range(64):
                    with open(at + "f%d" % i, "wb") as f: f.write(data[:4096])
                def stats(n):
                    for i in range(n): os.stat(at + "f%d" % (i & 63))
                def creates(n):
                    for i in range(n): os.close(os.open(at + "c%d" % i, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
                def unlinks(n):
                    for i in range(n): os.unlink(at + "c%d" % i)
                def opens(n):
                    for i in range(n):
                        f = os.open(at + "f%d" % (i & 63), os.O_RDONLY)
                        os.read(f, 4096)
                        os.close(f)
                def reads(n):
                    f = os.open(at + "big", os.O_RDONLY)
                    for i in range(n): os.pread(f, 4096, random.randrange(8192) * 4096)
                    os.close(f)
                def writes(n):
                    f = os.open(at + "big", os.O_WRONLY)
                    for i in range(n): os.pwrite(f, data, (i & 255) * 131072)
                    os.close(f)
                stats(100)
                timed("stat", 4000, stats)
                timed("create", 1500, creates)
                timed("unlink", 1500, unlinks)
                timed("open+read+close", 2000, opens)
                timed("read-4k-random", 6000, reads)
                timed("write-128k", 800, writes)
                print(";".join(figures), flush=True)
            """;

    private Transports() {}

    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(5, args);
        Map<String, Map<Transport, List<Long>>> figures = new LinkedHashMap<>();
        try (var places = new Places("weir-transports");
                var program = new Conversation(List.of("python3", "-c", WORK))) {
            places.add(Place.Bare.NAME, Place.Bare::new);
            add(places, Transport.DEVICE);
            add(places, Transport.IO_URING);
            if (places.all().size() < 3) {
                return;
            }
            for (int round = -2; round < arguments.rounds(); round++) {
                for (Place place : places.all()) {
                    measure(program, place, round < 0 ? new LinkedHashMap<>() : figures);
                }
            }
        }
        print(figures);
    }

    /** A directory with passall on it. Nothing is believed for longer than an operation: each one comes. */
    private static void add(Places places, Transport transport) throws IOException {
        MountOptions options = Growth.options().withTransport(transport);
        places.add(transport.name(), at -> WeirPlace.mount(transport.name(), at, at, options, Filters.PASS_ALL));
    }

    private static void measure(Conversation program, Place place, Map<String, Map<Transport, List<Long>>> figures)
            throws IOException {
        Transport transport = place instanceof WeirPlace weir ? weir.volume().transport() : Transport.AUTO;
        for (String figure : program.ask(place.directory().toString()).split(";", -1)) {
            String[] words = figure.split(" ", -1);
            figures.computeIfAbsent(words[0], name -> new EnumMap<>(Transport.class))
                    .computeIfAbsent(transport, way -> new ArrayList<>())
                    .add(Long.valueOf(words[1]));
        }
    }

    private static void print(Map<String, Map<Transport, List<Long>>> figures) {
        System.out.println("                     bare us   device   io_uring   io_uring/device");
        figures.forEach((name, by) -> {
            double bare = median(by, Transport.AUTO);
            double device = median(by, Transport.DEVICE);
            double ring = median(by, Transport.IO_URING);
            System.out.printf(
                    "%-18s %9.1f %8.2f %10.2f %17.2f%n", name, bare / 1000, bare / device, bare / ring, device / ring);
        });
    }

    private static double median(Map<Transport, List<Long>> by, Transport transport) {
        List<Long> sorted =
                by.getOrDefault(transport, List.of()).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
