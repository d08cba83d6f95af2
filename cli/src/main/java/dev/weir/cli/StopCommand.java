package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "stop", description = "Unloads a filter whatever it answers: as 'unload --mandatory'.")
final class StopCommand extends AnswerCommand {
    @Parameters(paramLabel = "NAME")
    private String filter = "";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait; the unload goes on after that. 30 unless given.")
    private double timeout = 30;

    @Override
    JsonObject ask() throws Exception {
        return ask(
                "unload",
                new JsonObject()
                        .put("filter", filter)
                        .put("mandatory", true)
                        .put("timeoutMillis", Seconds.millis("--timeout", timeout)));
    }

    @Override
    void print(JsonObject answer) {
        UnloadCommand.print(out(), answer);
    }
}
