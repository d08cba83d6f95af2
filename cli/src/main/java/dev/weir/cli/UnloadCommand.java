package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "unload", description = "Unloads a filter, which may refuse unless it is mandatory.")
final class UnloadCommand extends AnswerCommand {
    @Parameters(paramLabel = "NAME")
    private String filter = "";

    @Option(names = "--mandatory", description = "Do not ask for its consent: as 'weir stop'.")
    private boolean mandatory;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait; the unload goes on after that. 30 unless given.")
    private double timeout = 30;

    @Option(names = "--abandon", description = "Remove, without proof, a filter whose unload does not end.")
    private boolean abandon;

    @Override
    JsonObject ask() throws Exception {
        return ask(
                "unload",
                new JsonObject()
                        .put("filter", filter)
                        .put("mandatory", mandatory)
                        .put("abandon", abandon)
                        .put("timeoutMillis", Seconds.millis("--timeout", timeout)));
    }

    @Override
    void print(JsonObject answer) {
        print(out(), answer);
    }

    /** What was ignored, what was wrong, and the proof. */
    static void print(PrintWriter out, JsonObject answer) {
        answer.text("ignored").ifPresent(out::println);
        answer.texts("warnings").forEach(out::println);
        if (answer.show("outcome").equals("abandoned")) {
            out.println(answer.show("message"));
            return;
        }
        out.println(answer.show("filter") + " unloaded: " + answer.show("drained") + " operations drained, "
                + answer.show("waited") + " waited for, " + answer.show("reissued") + " reissued, "
                + answer.show("contextsFreed") + " contexts freed; "
                + answer.show("loader"));
        List<JsonObject> findings = answer.objects("findings");
        if (!findings.isEmpty()) {
            out.println(
                    findings.size() + (findings.size() == 1 ? " finding" : " findings") + " while it was verified:");
            FindingLines.print(out, findings);
        }
    }
}
