package dev.weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures how long the weir command takes: {@code bench/startup}. */
final class Startup {
    private static final String GROUP = "startup";
    private static final String PLACE = "weir";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path weir = Path.of("weir").toAbsolutePath();
    private final Path folder;
    private final Path socket;
    private final Figures figures;

    private Startup(Path folder, Figures figures) {
        this.folder = folder;
        this.socket = folder.resolve("socket");
        this.figures = figures;
    }

    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(11, args);
        Figures figures = Machine.figures(GROUP, arguments.rounds());
        try (var places = new Places("weir-startup")) {
            Path folder = places.folder("service");
            Path socket = folder.resolve("socket");
            places.add("service", at -> Service.start(at, socket, folder.resolve("state")));
            if (!places.all().isEmpty()) {
                new Startup(folder, figures).run(arguments.rounds(), places.folder("files"));
            }
        }
        System.out.println(Tables.medians(figures, figures.rows()));
        arguments.keep(figures, GROUP);
    }

    private void run(int rounds, Path files) throws IOException {
        String at = files.toString();
        String java = ProcessHandle.current().info().command().orElse("java");
        client("load", "passall");
        for (int round = 0; round <= rounds; round++) {
            boolean counts = round > 0;
            add(
                    counts,
                    "a JVM that does nothing (ms)",
                    took(List.of(java, "-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-version")));
            add(counts, "weir run DIR: to the program's first instruction (ms)", first("run", at));
            add(counts, "weir run --filter passall DIR: the same (ms)", first("run", "--filter", "passall", at));
            add(
                    counts,
                    "weir run DIR -- true: all of it (ms)",
                    took(List.of(weir.toString(), "run", at, "--", "true")));
            add(counts, "weir --version (ms)", client("--version"));
            for (String verb : List.of("filters", "volumes", "instances", "ps")) {
                add(counts, "weir " + verb + " (ms)", client(verb));
            }
        }
    }

    private void add(boolean counts, String title, double millis) {
        if (counts) {
            figures.add(Row.time(GROUP, title), PLACE, 0, millis);
        }
    }

    private double client(String... verb) throws IOException {
        List<String> command = new ArrayList<>(List.of(weir.toString()));
        command.addAll(List.of(verb));
        return took(command);
    }

    /** Milliseconds from the start of the command to its end. */
    private double took(List<String> command) throws IOException {
        ProcessBuilder builder = builder(command);
        long begin = System.nanoTime();
        Process process = builder.start();
        int status = Commands.await(process);
        double millis = (System.nanoTime() - begin) / 1e6;
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + status + ": " + Files.readString(log()));
        }
        return millis;
    }

    /** Milliseconds from the start of the command to what the program says that its clock is. */
    private double first(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of(weir.toString()));
        all.addAll(List.of(command));
        all.addAll(List.of("--", "date", "+%s%N"));
        ProcessBuilder builder = builder(all);
        Path answer = folder.resolve("answer");
        builder.redirectOutput(answer.toFile());
        var begin = Instant.now();
        if (Commands.await(builder.start()) != 0) {
            throw new IOException(String.join(" ", all) + ": " + Files.readString(log()));
        }
        double began = begin.getEpochSecond() * 1e3 + begin.getNano() / 1e6;
        return Long.parseLong(Files.readString(answer).strip()) / 1e6 - began;
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("WEIR_SOCKET", socket.toString());
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(log().toFile());
    }

    private Path log() {
        return folder.resolve("log");
    }

    /** A running {@code weir serve}. */
    private record Service(String name, Path directory, Process process) implements Place {
        static Service start(Path at, Path socket, Path state) throws IOException {
            Process process = new ProcessBuilder(
                            "./weir", "serve", "--socket", socket.toString(), "--state", state.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(at.resolve("log").toFile())
                    .start();
            var service = new Service("service", at, process);
            long begin = System.nanoTime();
            while (!Files.exists(socket)) {
                if (System.nanoTime() - begin > PATIENCE_NANOS || service.isOver(50)) {
                    service.close();
                    throw new IOException(Files.readString(at.resolve("log")));
                }
            }
            return service;
        }

        @Override
        public void close() throws IOException {
            process.destroy();
            if (!isOver(10_000)) {
                process.destroyForcibly();
            }
        }

        private boolean isOver(int millis) throws IOException {
            try {
                return process.waitFor(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
        }
    }
}
