package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "remove", description = "Takes out a filter that is not loaded.")
final class RemoveCommand extends ClientCommand {
    @Parameters(paramLabel = "NAME")
    private String filter = "";

    @Override
    public Integer call() throws Exception {
        ask("remove", new JsonObject().put("filter", filter));
        out().println(filter + " removed");
        return 0;
    }
}
