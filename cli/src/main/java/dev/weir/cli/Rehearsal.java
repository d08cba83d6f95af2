package dev.weir.cli;

import dev.weir.service.FolderTree;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Does once what most calls of {@code weir} do, in one JVM, which writes down for its AOT cache what was loaded and linked: with the cache the next start is quicker. Called by the build; it says nothing,
 * changes nothing that others see, and needs nothing: where it may not mount, the cache has less in it.
 */
final class Rehearsal {
    private static final long PATIENCE_MILLIS = 10_000;

    private final PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    private final Path folder;

    private Rehearsal(Path folder) {
        this.folder = folder;
    }

    /** Rehearses, and ends the JVM with 0. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        Path folder = Files.createTempDirectory("weir-rehearsal");
        try {
            new Rehearsal(folder).run();
        } finally {
            FolderTree.delete(folder);
        }
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        Path socket = folder.resolve("socket");
        Thread.ofPlatform()
                .daemon()
                .start(() -> call(
                        "serve",
                        "--socket",
                        socket.toString(),
                        "--state",
                        folder.resolve("state").toString()));
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!Files.exists(socket) && System.currentTimeMillis() < end) {
            Thread.sleep(10);
        }
        call("version");
        call("load", "--socket", socket.toString(), "passall");
        for (String verb : List.of("filters", "volumes", "instances", "ps")) {
            call(verb, "--socket", socket.toString());
        }
        call("unload", "--socket", socket.toString(), "passall");
        Path directory = Files.createDirectory(folder.resolve("directory"));
        call(
                "run",
                "--filter",
                "spy",
                "-o",
                folder.resolve("log").toString(),
                directory.toString(),
                "--",
                "test",
                "-d",
                directory.toString());
    }

    private void call(String... arguments) {
        Main.run(nowhere, nowhere, arguments);
    }
}
