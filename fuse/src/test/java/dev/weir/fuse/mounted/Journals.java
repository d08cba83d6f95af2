package dev.weir.fuse.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that keep journals on a volume while a test does what it does. */
final class Journals implements AutoCloseable {
    private final Mounted mounted;
    private final List<Process> programs = new ArrayList<>();
    private final List<Process> lockers = new ArrayList<>();

    Journals(Mounted mounted, int count) throws IOException {
        this.mounted = mounted;
        for (int i = 0; i < count; i++) {
            programs.add(start("journal.py", "journal" + i));
        }
    }

    /** Adds programs that wait for each other's locks on one file. */
    void addLockers(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            lockers.add(start("locker.py", "counter"));
        }
    }

    private Process start(String name, String file) throws IOException {
        Path script = mounted.parent.resolve(name);
        try (InputStream resource = Journals.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException(name + " is not on the class path");
            }
            Files.write(script, resource.readAllBytes());
        }
        return new ProcessBuilder(
                        "python3", script.toString(), mounted.directory.toString(), file, mounted.stop.toString())
                .redirectErrorStream(true)
                .start();
    }

    /** Waits until every program has written something. */
    void awaitStart() throws IOException, InterruptedException {
        for (int i = 0; i < programs.size(); i++) {
            Path journal = mounted.directory.resolve("journal" + i);
            for (int tries = 0; tries < 2000 && !(Files.exists(journal) && Files.size(journal) > 90); tries++) {
                assertThat(programs.get(i).isAlive()).isTrue();
                Thread.sleep(10);
            }
        }
    }

    /** Ends the programs and asserts that each found all its numbers in order; returns how many there were. */
    long finish() throws IOException, InterruptedException {
        mounted.tellProgramsToStop();
        long numbers = sum(programs);
        if (!lockers.isEmpty()) {
            long added = sum(lockers);
            assertThat(Files.readString(mounted.directory.resolve("counter"))).isEqualTo("%020d".formatted(added));
        }
        return numbers;
    }

    private static long sum(List<Process> processes) throws IOException, InterruptedException {
        long sum = 0;
        for (Process program : processes) {
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(program.exitValue()).as(said).isZero();
            sum += Long.parseLong(said);
        }
        return sum;
    }

    @Override
    public void close() {
        programs.forEach(Process::destroyForcibly);
        lockers.forEach(Process::destroyForcibly);
    }
}
