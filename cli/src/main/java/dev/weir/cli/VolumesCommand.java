package dev.weir.cli;

import dev.weir.service.DeadMounts;
import dev.weir.service.Refusal;
import dev.weir.service.control.JsonObject;
import picocli.CommandLine.Command;

@Command(name = "volumes", description = "Lists volumes; on stderr also mounts whose service has ended.")
final class VolumesCommand extends AnswerCommand {
    @Override
    JsonObject ask() throws Exception {
        try {
            JsonObject answer = ask("volumes", new JsonObject());
            answer.texts("dead").forEach(err()::println);
            return answer;
        } catch (Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.UNREACHABLE) {
                DeadMounts.describe().forEach(err()::println);
            }
            throw refusal;
        }
    }

    /** fltmc's table, with the id where Windows has the short DOS name. */
    @Override
    void print(JsonObject answer) {
        out().println("Id                              Volume Name                              FileSystem    Status");
        out().println("------------------------------  ---------------------------------------  ----------  --------");
        for (JsonObject row : answer.objects("volumes")) {
            String line = Text.left(row.show("id"), 32)
                    + Text.left(row.show("volume"), 41)
                    + Text.left(row.show("fileSystem"), 12)
                    + row.show("status");
            out().println(line.stripTrailing());
        }
    }
}
