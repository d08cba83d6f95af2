package dev.weir.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A directory with another file system in user space on it: a program that stays in the foreground until it is unmounted. */
record PeerPlace(String name, Path directory, Process program) implements Place {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** Returns when it is mounted. */
    static PeerPlace mount(String name, Path directory, List<String> command) throws IOException {
        Path log = directory.resolveSibling(directory.getFileName() + ".log");
        Process program = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var place = new PeerPlace(name, directory, program);
        long begin = System.nanoTime();
        while (!place.isMounted()) {
            if (!program.isAlive() || System.nanoTime() - begin > PATIENCE_NANOS) {
                place.close();
                String said = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
                throw new IOException(
                        "it does not mount: " + said.lines().findFirst().orElse("no word from it"));
            }
            place.wait(20);
        }
        return place;
    }

    private boolean isMounted() throws IOException {
        return Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1)
                .contains(" " + directory + " ");
    }

    @Override
    public void close() throws IOException {
        if (isMounted()) {
            Commands.output(Path.of("/"), "umount", "-l", directory.toString());
        }
        if (!wait(10_000)) {
            program.destroy();
            if (!wait(2_000)) {
                program.destroyForcibly();
            }
        }
    }

    private boolean wait(int millis) throws IOException {
        try {
            return program.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
