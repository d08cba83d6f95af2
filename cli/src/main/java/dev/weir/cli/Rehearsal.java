package dev.weir.cli;

import dev.weir.service.FolderTree;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Does what most calls of {@code weir} do, in one JVM, which writes down for its AOT cache what was loaded, linked and called: with the cache the next start is quicker, and what is called often is compiled sooner. There is a cache for what serves and
 * mounts, and a small one for the verbs that only ask a service: a JVM links all that its cache holds before it begins. Called by the build; it says nothing, changes nothing that others see, and needs
 * nothing: where it may not mount, the caches have less in them.
 */
final class Rehearsal {
    private static final long PATIENCE_MILLIS = 10_000;

    /** So often that the compiler learns what it would otherwise learn in the first second of each service. */
    private static final String PROGRAM = """
            cd "$1" || exit
            round=0
            while [ $round -lt 600 ]; do
              echo some text >file$round
              read text <file$round
              [ -x file$round ] || [ -e none$round ]
              round=$((round + 1))
            done
            ls -l >/dev/null
            mkdir folder && mv file1 folder && rm -r folder file*
            """;

    private final PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    private final Path folder;

    private Rehearsal(Path folder) {
        this.folder = folder;
    }

    /** Rehearses {@code serving} or {@code asking}, and ends the JVM with 0. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        Path folder = Files.createTempDirectory("weir-rehearsal");
        try {
            Rehearsal rehearsal = new Rehearsal(folder);
            switch (String.join(" ", arguments)) {
                case "serving" -> rehearsal.serving();
                case "asking" -> rehearsal.asking();
                default -> throw new IllegalArgumentException("serving or asking");
            }
        } finally {
            FolderTree.delete(folder);
        }
        System.exit(0);
    }

    private void serving() throws IOException, InterruptedException {
        Thread.ofPlatform().daemon().start(() -> call(serve()));
        awaitSocket();
        ask("load", "passall");
        ask("filters");
        ask("unload", "passall");
        Path directory = Files.createDirectory(folder.resolve("directory"));
        run(directory, "--filter", "spy", "-o", folder.resolve("log").toString());
        run(directory);
        run(directory, "--data", "seen", "--filter", "passall");
    }

    private void run(Path directory, String... options) {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(options));
        all.addAll(List.of(directory.toString(), "--", "sh", "-c", PROGRAM, "sh", directory.toString()));
        call(all.toArray(String[]::new));
    }

    private void asking() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dweir.home=" + System.getProperty("weir.home"),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(serve()));
        Process service = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            awaitSocket();
            String missing = folder.resolve("missing").toString();
            ask("load", "passall");
            ask("mount", missing);
            for (String verb : List.of("filters", "volumes", "instances", "ps", "ports", "why")) {
                ask(verb);
                ask(verb, "-o", "json");
            }
            ask("umount", missing);
            ask("unload", "passall");
        } finally {
            service.destroy();
            service.waitFor();
        }
    }

    private String[] serve() {
        return new String[] {
            "serve", "--socket", socket(), "--state", folder.resolve("state").toString()
        };
    }

    private void awaitSocket() throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!Files.exists(Path.of(socket())) && System.currentTimeMillis() < end) {
            Thread.sleep(10);
        }
    }

    private String socket() {
        return folder.resolve("socket").toString();
    }

    private void ask(String verb, String... arguments) {
        List<String> all = new ArrayList<>(List.of(verb, "--socket", socket()));
        all.addAll(List.of(arguments));
        call(all.toArray(String[]::new));
    }

    private void call(String... arguments) {
        Main.run(nowhere, nowhere, arguments);
    }
}
