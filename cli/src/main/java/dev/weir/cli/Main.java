package dev.weir.cli;

import dev.weir.service.Refusal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Where {@code weir} starts. */
public final class Main {
    /** What is logged goes to stderr, a line each: this is java.logging's own property for its form. */
    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    private Main() {}

    /** Runs one command and ends the JVM with its exit status. */
    public static void main(String[] arguments) {
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "weir: %1$tF %1$tT %4$s: %5$s%6$s%n");
        }
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = run(out, err, arguments);
        out.flush();
        err.flush();
        System.exit(status);
    }

    /** Runs one command; for tests. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        boolean runs = arguments.length > 0 && arguments[0].equals("run");
        int usage = runs ? RunCommand.OWN_FAILURE : Refusal.Kind.USAGE.exitStatus();
        return Verbs.commandLine(arguments)
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((problem, given) -> {
                    CommandLine command = problem.getCommandLine();
                    command.getErr().println("weir: " + problem.getMessage());
                    command.getErr().println("try '" + command.getCommandSpec().qualifiedName() + " --help'");
                    return usage;
                })
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    Failure failure = Failure.of(problem);
                    command.getErr().println(failure.line());
                    return runs ? RunCommand.OWN_FAILURE : failure.exitStatus();
                })
                .execute(arguments);
    }
}
