package dev.weir.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The demo's first terminal: a shell that {@code weir run} has put behind the filter spy. */
final class DemoShell implements AutoCloseable {
    private static final String MARK = "weir-demo-status ";
    private static final String SOCKET = "weir: WEIR_SOCKET=";

    private final PrintWriter out;
    private final Process process;
    private final BufferedWriter input;
    private final BufferedReader output;
    private String socket = "";

    DemoShell(PrintWriter out, Path folder, Path directory) throws IOException {
        this.out = out;
        out.println("[1]$ cd " + directory);
        out.println("[1]$ weir run --filter spy -o ../spy.log . -- sh");
        out.flush();
        List<String> command = new ArrayList<>(DemoStory.weir());
        command.addAll(List.of(
                "run", "--filter", "spy", "-o", folder.resolve("spy.log").toString(), ".", "--", "sh"));
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        input = process.outputWriter();
        output = process.inputReader();
        while (socket.isEmpty()) {
            String line = output.readLine();
            if (line == null) {
                throw new IOException("'weir run' ended before its shell began");
            }
            out.println(line);
            socket = line.startsWith(SOCKET) ? line.substring(SOCKET.length()) : "";
        }
    }

    String socket() {
        return socket;
    }

    /** Types a line into the shell, prints what it says, and returns the exit status. */
    int type(String line) throws IOException {
        out.println("[1]$ " + line);
        out.flush();
        input.write(line + "\necho '" + MARK + "'$?\n");
        input.flush();
        for (String said = output.readLine(); said != null; said = output.readLine()) {
            if (said.startsWith(MARK)) {
                int status = Integer.parseInt(said.substring(MARK.length()).strip());
                if (status != 0) {
                    out.println("(exit status " + status + ")");
                }
                return status;
            }
            out.println(said);
        }
        throw new IOException("the shell ended");
    }

    /** Ends the shell, and prints what 'weir run' says at its end. */
    void exit() throws IOException, InterruptedException {
        out.println("[1]$ exit");
        input.write("exit\n");
        input.close();
        output.lines().forEach(out::println);
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
