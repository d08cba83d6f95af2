package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;

/** fltmc's table: columns start at 0, 32, 47 and 61; a count ends at 39, an altitude starts at 48, a frame at 63. */
@Command(
        name = "filters",
        description = "Lists filters, highest altitude first, as fltmc does; with their state where they do not run.")
final class FiltersCommand extends AnswerCommand {
    @Override
    JsonObject ask() throws Exception {
        return ask("filters", new JsonObject());
    }

    @Override
    void print(JsonObject answer) {
        List<JsonObject> rows = answer.objects("filters");
        boolean states = rows.stream().anyMatch(row -> !isRunning(row));
        out().println("Filter Name                     Num Instances    Altitude    Frame" + (states ? "  State" : ""));
        out().println("------------------------------  -------------  ------------  -----"
                + (states ? "  ---------" : ""));
        for (JsonObject row : rows) {
            String line = Text.left(row.show("name"), 30) + "  " + Text.right(row.show("instances"), 8) + "        "
                    + Text.left(row.show("altitude"), 15) + row.show("frame");
            out().println(isRunning(row) ? line : Text.left(line, 68) + row.show("state"));
        }
    }

    private static boolean isRunning(JsonObject row) {
        return row.show("state").equals("Running");
    }
}
