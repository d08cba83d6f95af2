package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "remove", description = "Takes out a filter that is not loaded.")
final class RemoveCommand extends AnswerCommand {
    @Parameters(paramLabel = "NAME")
    private String filter = "";

    @Override
    JsonObject ask() throws Exception {
        return ask("remove", new JsonObject().put("filter", filter));
    }

    @Override
    void print(JsonObject answer) {
        out().println(filter + " removed");
    }
}
