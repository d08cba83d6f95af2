package dev.weir.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The demo's second terminal: commands outside of the mount, each printed as a reader would type it. */
final class DemoTerminal {
    private final PrintWriter out;
    private final Path folder;
    private final String socket;

    DemoTerminal(PrintWriter out, Path folder, String socket) {
        this.out = out;
        this.folder = folder;
        this.socket = socket;
        out.println("[2]$ cd " + folder);
        out.println("[2]$ export WEIR_SOCKET=" + socket);
    }

    /** Runs a command, prints what it says, and returns its exit status. */
    int type(String... words) throws IOException, InterruptedException {
        out.println("[2]$ " + String.join(" ", words));
        out.flush();
        List<String> command = new ArrayList<>(List.of(words));
        if (words[0].equals("weir")) {
            command.removeFirst();
            command.addAll(0, DemoStory.weir());
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("WEIR_SOCKET", socket);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        out.print(said);
        if (status != 0) {
            out.println("(exit status " + status + ")");
        }
        out.flush();
        return status;
    }
}
