package dev.weir.bench;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.fuse.FuseMounts;
import dev.weir.fuse.FuseVolume;
import dev.weir.fuse.MountOptions;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Measures other files' operations while 64 callers are in a filter that sleeps: {@code bench/slow-filter}. */
final class SlowFilter {
    private static final int CALLERS = 64;
    private static final int KILLED = 8;
    private static final int FILES = 16;
    private static final long SLEEP = 10_000;

    /** After the first caller came; then there is time left to kill some. */
    private static final long WINDOW = 8_000;

    private final Path directory;
    private final Manager manager;

    private SlowFilter(Path directory, Manager manager) {
        this.directory = directory;
        this.manager = manager;
    }

    private record Figures(long count, double p50, double p99) {
        static Figures of(String line) {
            String[] fields = line.split(" ", -1);
            return new Figures(
                    Long.parseLong(fields[0]), Long.parseLong(fields[1]) / 1e3, Long.parseLong(fields[2]) / 1e3);
        }
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        Path directory = Files.createTempDirectory("weir-slow-filter");
        ExecutorService threads = Executors.newCachedThreadPool(
                task -> Thread.ofPlatform().daemon().unstarted(task));
        var manager = new Manager(new ManagerThreads(threads, threads));
        byte[] path = directory.toString().getBytes(StandardCharsets.UTF_8);
        try {
            for (int i = 0; i < FILES; i++) {
                Files.write(directory.resolve(i + ".other"), new byte[4096]);
            }
            Files.writeString(directory.resolve("a.slow"), "content");
            FuseVolume volume = FuseMounts.mount(
                    manager, HostFileSystem.open(path), directory.toString(), MountOptions.usual(), ended -> {});
            try {
                new SlowFilter(directory, manager).run(rounds);
            } finally {
                volume.unmountLazily();
                if (!volume.awaitEnd(Duration.ofSeconds(20))) {
                    volume.abort();
                }
            }
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void run(int rounds) throws Exception {
        String name = "sleeper";
        var instance = new InstanceDefinition(name, Altitude.of("370040"), false, false);
        manager.load(
                new FilterDefinition(name, Optional.empty(), List.of(instance), name),
                SlowFilter::sleeper,
                new MapConfiguration(Map.of()),
                event -> true);
        Process program = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherFiles.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (PrintWriter to = new PrintWriter(program.outputWriter(), true);
                BufferedReader from = program.inputReader()) {
            measure(to, from, 5_000);
            System.out.println("round           callers      count    p50 us    p99 us");
            for (int round = 1; round <= rounds; round++) {
                round(round, to, from);
            }
        } finally {
            program.destroy();
            program.waitFor();
        }
    }

    private static Figures measure(PrintWriter to, BufferedReader from, long millis) throws IOException {
        to.println(millis);
        String line = from.readLine();
        if (line == null) {
            throw new IOException("the program that measures has ended");
        }
        return Figures.of(line);
    }

    private void round(int round, PrintWriter to, BufferedReader from) throws Exception {
        Figures before = measure(to, from, WINDOW);
        print(round, "before", 0, before);
        List<Process> callers = new ArrayList<>();
        try {
            long begin = System.nanoTime();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(
                        new ProcessBuilder("cat", directory.resolve("a.slow").toString())
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start());
            }
            while (held() < CALLERS) {
                Thread.sleep(5);
            }
            Figures during = measure(to, from, Math.max(1_000, WINDOW - millisSince(begin)));
            print(round, "during", held(), during);
            System.out.printf(
                    "%5d  %-10s %24.2f  %8.2f%n", round, "ratio", during.p50 / before.p50, during.p99 / before.p99);
            long killed = System.nanoTime();
            callers.subList(0, KILLED).forEach(Process::destroyForcibly);
            for (Process caller : callers.subList(0, KILLED)) {
                caller.waitFor(20, TimeUnit.SECONDS);
            }
            System.out.printf("%5d  %d killed callers were gone after %d ms%n", round, KILLED, millisSince(killed));
        } finally {
            for (Process caller : callers) {
                caller.waitFor();
            }
        }
    }

    private static void print(int round, String when, long callers, Figures figures) {
        System.out.printf(
                "%5d  %-10s %5d %10d  %8.1f  %8.1f%n", round, when, callers, figures.count, figures.p50, figures.p99);
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private long held() {
        return manager.inFlight().stream()
                .filter(flight -> flight.path().endsWith(".slow"))
                .count();
    }

    private static Minifilter sleeper() {
        return new Minifilter() {
            @Override
            public Registration registration(dev.weir.FilterManager filterManager) throws FilterException {
                return Registration.builder()
                        .unload(FilterUnloadCallback.ALWAYS)
                        .preOperation(MajorFunction.CREATE, (data, objects) -> {
                            if (data.path().text().endsWith(".slow")) {
                                sleep();
                            }
                            return PreOperationStatus.SUCCESS_NO_CALLBACK;
                        })
                        .build();
            }
        };
    }

    private static void sleep() {
        try {
            Thread.sleep(SLEEP);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
