package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import picocli.CommandLine.Command;

@Command(name = "ports", description = "Lists the ports of filters, to which programs connect.")
final class PortsCommand extends AnswerCommand {
    @Override
    JsonObject ask() throws Exception {
        return ask("ports", new JsonObject());
    }

    @Override
    void print(JsonObject answer) {
        out().println("Port                    Filter                Clients  Owner             Mode");
        out().println("----------------------  --------------------  -------  ----------------  ----");
        for (JsonObject row : answer.objects("ports")) {
            String line = Text.left(row.show("name"), 24)
                    + Text.left(row.show("filter"), 22)
                    + Text.left(row.show("connections") + "/" + row.show("maximumConnections"), 9)
                    + Text.left(row.show("owner") + ":" + row.show("group"), 18)
                    + row.show("mode");
            out().println(line.stripTrailing());
        }
    }
}
