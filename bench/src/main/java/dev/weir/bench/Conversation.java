package dev.weir.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that answers each line with a line. */
final class Conversation implements AutoCloseable {
    private static final String FAILED = "failed: ";

    private final Process program;
    private final PrintWriter to;
    private final BufferedReader from;

    Conversation(List<String> command) throws IOException {
        program = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        to = new PrintWriter(program.outputWriter(), true);
        from = program.inputReader();
    }

    /** @throws IOException what the program says that failed, too */
    String ask(String question) throws IOException {
        to.println(question);
        String answer = from.readLine();
        if (answer == null) {
            throw new IOException("the program that measures has ended");
        }
        if (answer.startsWith(FAILED)) {
            throw new IOException(answer.substring(FAILED.length()));
        }
        return answer;
    }

    /** The program ends with its input; one that does not is ended. */
    @Override
    public void close() throws IOException {
        to.close();
        try {
            if (!program.waitFor(10, TimeUnit.SECONDS)) {
                program.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            program.destroyForcibly();
        }
        from.close();
    }
}
