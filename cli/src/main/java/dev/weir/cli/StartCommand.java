package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "start", description = "Starts a filter that is installed, with the configuration that it had.")
final class StartCommand extends AnswerCommand {
    @Parameters(paramLabel = "NAME")
    private String filter = "";

    @Override
    JsonObject ask() throws Exception {
        return ask("start", new JsonObject().put("filter", filter));
    }

    @Override
    void print(JsonObject answer) {
        print(out(), err(), answer);
    }

    /** That it is loaded, and on stderr which volumes it is not attached to, and why. */
    static void print(PrintWriter out, PrintWriter err, JsonObject loaded) {
        out.println(loaded.show("name") + " loaded at altitude " + loaded.show("altitude") + ", " + instances(loaded));
        loaded.texts("notAttached").forEach(err::println);
    }

    /** How many instances an answer tells of, in words. */
    static String instances(JsonObject answer) {
        String count = answer.show("instances");
        return count + (count.equals("1") ? " instance" : " instances");
    }
}
