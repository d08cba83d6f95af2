package dev.weir.service.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that work on a volume: one appends, one makes and renames, one reads, writes and maps, some wait for each other's locks. */
final class MixedLoad implements AutoCloseable {
    private static final int TRIES = 12_000;
    private static final int LOCKERS = 4;

    private final Path script;
    private final Path directory;
    private final Path control;
    private final List<Process> programs = new ArrayList<>();

    /** Starts them and waits until each has made a round. */
    MixedLoad(Served served) throws IOException, InterruptedException {
        directory = served.directory;
        control = Files.createDirectory(served.parent.resolve("load"));
        script = control.resolve("mixed.py");
        try (InputStream resource = MixedLoad.class.getResourceAsStream("mixed.py")) {
            if (resource == null) {
                throw new IOException("mixed.py is not on the class path");
            }
            Files.write(script, resource.readAllBytes());
        }
        start("journal", "journal");
        start("names", "scratch");
        start("data", "pattern");
        for (int i = 0; i < LOCKERS; i++) {
            start("locker", "counter");
        }
        await("began.", programs.size());
    }

    private void start(String kind, String name) throws IOException {
        programs.add(
                new ProcessBuilder("python3", script.toString(), kind, directory.toString(), name, control.toString())
                        .redirectErrorStream(true)
                        .start());
    }

    /** Has all of them rest with no file open. */
    void pause() throws IOException, InterruptedException {
        Files.createFile(control.resolve("pause"));
        await("pause.", programs.size());
    }

    void resume() throws IOException, InterruptedException {
        Files.delete(control.resolve("pause"));
        await("pause.", 0);
    }

    private void await(String mark, int wanted) throws IOException, InterruptedException {
        for (int tries = 0; marks(mark) != wanted; tries++) {
            assertThat(tries).as("%d of %s, not %d", marks(mark), mark, wanted).isLessThan(TRIES);
            for (Process program : programs) {
                if (!program.isAlive()) {
                    throw new AssertionError("a program ended: " + said(program));
                }
            }
            Thread.sleep(5);
        }
    }

    private long marks(String mark) throws IOException {
        try (Stream<Path> files = Files.list(control)) {
            return files.filter(file -> file.getFileName().toString().startsWith(mark))
                    .count();
        }
    }

    /** Ends them, and asserts that none has seen an error; returns how many rounds they made. */
    long finish() throws IOException, InterruptedException {
        Files.createFile(control.resolve("stop"));
        long rounds = 0;
        for (Process program : programs) {
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String said = said(program);
            assertThat(program.exitValue()).as(said).isZero();
            rounds += Long.parseLong(said);
        }
        return rounds;
    }

    private static String said(Process program) throws IOException {
        return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() {
        programs.forEach(Process::destroyForcibly);
        for (Process program : programs) {
            program.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        }
    }
}
