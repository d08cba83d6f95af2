package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "why", description = "Says why a filter is still there, or what its unload would wait for.")
final class WhyCommand extends AnswerCommand {
    @Parameters(paramLabel = "NAME")
    private String filter = "";

    @Override
    JsonObject ask() throws Exception {
        return ask("why", new JsonObject().put("filter", filter));
    }

    @Override
    void print(JsonObject answer) {
        answer.texts("lines").forEach(out()::println);
    }
}
