package dev.weir.bench;

import dev.weir.Altitude;
import dev.weir.filters.passall.PassAllFilter;
import dev.weir.fuse.DataMode;
import dev.weir.fuse.FuseMounts;
import dev.weir.fuse.FuseVolume;
import dev.weir.fuse.MountOptions;
import dev.weir.fuse.Transport;
import dev.weir.linux.HostFileSystem;
import dev.weir.manager.FilterDefinition;
import dev.weir.manager.InstanceDefinition;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.testkit.MapConfiguration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Measures a program's operations on a bare directory, through /dev/fuse and through io_uring, in turn: {@code bench/transport}. */
final class Transports {
    /** What one round does at a directory; each line is a name and nanoseconds an operation. */
    private static final String WORK = """
            import os, sys, time, random, mmap
            def timed(name, count, work):
                begun = time.perf_counter_ns()
                work(count)
                print(name, (time.perf_counter_ns() - begun) // count, flush=True)
            for at in sys.stdin:
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
                print("end", 0, flush=True)
            """;

    private Transports() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        Path parent = Files.createTempDirectory("weir-transports");
        try {
            Map<String, Map<Transport, List<Long>>> figures = new LinkedHashMap<>();
            Path bare = Files.createDirectory(parent.resolve("bare"));
            try (var device = new Volume(parent, Transport.DEVICE);
                    var ring = new Volume(parent, Transport.IO_URING)) {
                Process program = new ProcessBuilder("python3", "-c", WORK)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                try (PrintWriter to = new PrintWriter(program.outputWriter(), true);
                        BufferedReader from = program.inputReader()) {
                    for (int round = -2; round < rounds; round++) {
                        measure(to, from, bare, Transport.AUTO, round < 0 ? new LinkedHashMap<>() : figures);
                        measure(to, from, device.at, Transport.DEVICE, round < 0 ? new LinkedHashMap<>() : figures);
                        measure(to, from, ring.at, Transport.IO_URING, round < 0 ? new LinkedHashMap<>() : figures);
                    }
                }
                System.out.println("transports: " + device.front.transport() + ", " + ring.front.transport());
                program.waitFor();
            }
            print(figures);
        } finally {
            try (Stream<Path> files = Files.walk(parent)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void measure(
            PrintWriter to,
            BufferedReader from,
            Path at,
            Transport transport,
            Map<String, Map<Transport, List<Long>>> figures)
            throws Exception {
        to.println(at);
        for (String line = from.readLine(); line != null && !line.startsWith("end"); line = from.readLine()) {
            String[] words = line.split(" ", -1);
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

    /** A directory with passall on it. Nothing is believed for longer than an operation: each one comes. */
    private static final class Volume implements AutoCloseable {
        private final ExecutorService threads = Executors.newCachedThreadPool(
                task -> Thread.ofPlatform().daemon().unstarted(task));
        private final Path at;
        private final FuseVolume front;

        Volume(Path parent, Transport transport) throws Exception {
            at = Files.createDirectory(parent.resolve(transport.name()));
            var manager = new Manager(new ManagerThreads(threads, threads));
            MountOptions options = MountOptions.usual()
                    .withDataMode(DataMode.SEEN)
                    .withTransport(transport)
                    .withTimeOuts(Duration.ZERO, Duration.ZERO, Duration.ZERO)
                    .withNotices(System.out::println);
            byte[] path = at.toString().getBytes(StandardCharsets.UTF_8);
            front = FuseMounts.mount(manager, HostFileSystem.open(path), at.toString(), options, ended -> {});
            var instance = new InstanceDefinition("passall", Altitude.of("370030"), false, false);
            manager.load(
                    new FilterDefinition("passall", Optional.empty(), List.of(instance), "passall"),
                    PassAllFilter::new,
                    new MapConfiguration(Map.of()),
                    event -> true);
        }

        @Override
        public void close() throws IOException {
            front.unmountLazily();
            try {
                if (!front.awaitEnd(Duration.ofSeconds(20))) {
                    front.abort();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                front.abort();
            }
            threads.shutdownNow();
        }
    }
}
