package dev.weir.cli;

import dev.weir.service.FolderTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code weir demo} tells: two terminals, one behind the filters and one that commands them, while a program writes without a pause.
 */
final class DemoStory implements AutoCloseable {
    private static final String COUNTER = """
            # Appends numbers until the file "go" is gone, and says how many appends failed.
            i=0 failed=0
            while [ -e "$1" ]; do
              echo $i >>numbers || failed=$((failed + 1))
              i=$((i + 1))
            done
            echo "$i numbers written, $failed failed" >"$1.done"
            """;

    private final PrintWriter out;
    private final Path folder;
    private final Path directory;
    private final Path go;
    private boolean asExpected = true;

    DemoStory(PrintWriter out) throws IOException {
        this.out = out;
        this.folder = Files.createTempDirectory("weir-demo-");
        this.directory = Files.createDirectory(folder.resolve("files"));
        this.go = folder.resolve("go");
    }

    /** Tells it; false where something did not go as the story says. */
    boolean tell() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("secret.key"), "a secret\n");
        Files.writeString(folder.resolve("counter.sh"), COUNTER);
        Files.createFile(go);
        say(
                "A directory with a file that matters. A shell works in it, behind the filter spy; the directory is mounted for that shell alone.");
        try (DemoShell shell = new DemoShell(out, folder, directory)) {
            DemoTerminal terminal = new DemoTerminal(out, folder, shell.socket());
            check(shell.type("ls"), 0);
            say("A program appends numbers to a file, without a pause, until the end of this story.");
            check(shell.type("sh ../counter.sh ../go &"), 0);
            check(terminal.type("weir", "filters"), 0);
            check(terminal.type("tail", "-n", "3", "spy.log"), 0);
            refusalThatStopOverrides(shell, terminal);
            refusalThatNothingOverrides(shell, terminal);
            say("All the while the program went on. How many of its writes failed?");
            Files.delete(go);
            check(shell.type("wait; cat ../go.done"), 0);
            asExpected &= Files.readString(folder.resolve("go.done")).contains(" 0 failed");
            say("The shell ends, and with it the mount. What it came to:");
            shell.exit();
        }
        say(asExpected ? "That was all." : "Something did not go as this story says: see above.");
        return asExpected;
    }

    private void refusalThatStopOverrides(DemoShell shell, DemoTerminal terminal)
            throws IOException, InterruptedException {
        say(
                "A second filter is loaded while all that runs: nobody may change keys, and it does not want to be unloaded.");
        check(terminal.type("weir", "load", "protect", "globs=*.key", "sealed=true"), 0);
        check(shell.type("rm -f secret.key"), 1);
        check(terminal.type("weir", "unload", "protect"), 1);
        say("It refused, and is still at work:");
        check(shell.type("rm -f secret.key"), 1);
        say("A stop asks too, and ignores the answer:");
        check(terminal.type("weir", "stop", "protect"), 0);
        check(shell.type("echo changed >secret.key"), 0);
    }

    private void refusalThatNothingOverrides(DemoShell shell, DemoTerminal terminal)
            throws IOException, InterruptedException {
        say("The same filter, which now does not support being stopped either:");
        check(terminal.type("weir", "load", "protect", "globs=*.key", "strict=true"), 0);
        check(terminal.type("weir", "unload", "protect"), 1);
        check(terminal.type("weir", "stop", "protect"), 1);
        check(shell.type("rm -f secret.key"), 1);
        check(terminal.type("weir", "filters"), 0);
    }

    private void check(int status, int expected) {
        asExpected &= status == expected;
    }

    private void say(String text) {
        out.println();
        out.println("# " + text);
    }

    @Override
    public void close() throws IOException {
        FolderTree.delete(folder);
    }

    /** How this JVM was started, with other arguments: what {@code weir} on the command line is. */
    static List<String> weir() {
        return List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dweir.home=" + System.getProperty("weir.home", ""),
                "-cp",
                System.getProperty("java.class.path", ""),
                "dev.weir.cli.Main");
    }
}
