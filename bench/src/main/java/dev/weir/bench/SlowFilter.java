package dev.weir.bench;

import dev.weir.FilterException;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.fuse.MountOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures other files' operations while 64 callers are in a filter that sleeps: {@code bench/slow-filter}. */
final class SlowFilter {
    private static final int CALLERS = 64;
    private static final int KILLED = 8;
    private static final int FILES = 16;
    private static final long SLEEP = 10_000;

    /** After the first caller came; then there is time left to kill some. */
    private static final long WINDOW = 8_000;

    private final Path directory;
    private final Volumes volumes;

    private SlowFilter(Path directory, Volumes volumes) {
        this.directory = directory;
        this.volumes = volumes;
    }

    private record Speed(long perSecond, double p50, double p99) {
        static Speed of(String line) {
            String[] fields = line.split(" ", -1);
            return new Speed(
                    Long.parseLong(fields[0]), Long.parseLong(fields[1]) / 1e3, Long.parseLong(fields[2]) / 1e3);
        }
    }

    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(3, args);
        try (var places = new Places("weir-slow-filter")) {
            places.add("weir", at -> WeirPlace.mount("weir", at, at, MountOptions.usual()));
            for (Place place : places.all()) {
                new SlowFilter(place.directory(), ((WeirPlace) place).volumes()).run(arguments.rounds());
            }
        }
    }

    private void run(int rounds) throws Exception {
        Path others = Files.createDirectory(directory.resolve("others"));
        Growth.fill(others, FILES);
        Files.writeString(directory.resolve("a.slow"), "content");
        volumes.load(SlowFilter::sleeper);
        try (Conversation client = Client.start()) {
            measure(client, 5_000);
            System.out.println("round           callers   a second    p50 us    p99 us");
            for (int round = 1; round <= rounds; round++) {
                round(round, client);
            }
        }
    }

    private Speed measure(Conversation client, long millis) throws IOException {
        return Speed.of(client.ask("open 1 " + millis + " " + directory.resolve("others")));
    }

    private void round(int round, Conversation client) throws Exception {
        Speed before = measure(client, WINDOW);
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
            Speed during = measure(client, Math.max(1_000, WINDOW - millisSince(begin)));
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

    private static void print(int round, String when, long callers, Speed figures) {
        System.out.printf(
                "%5d  %-10s %5d %10d  %8.1f  %8.1f%n",
                round, when, callers, figures.perSecond, figures.p50, figures.p99);
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private long held() {
        return volumes.manager().inFlight().stream()
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
