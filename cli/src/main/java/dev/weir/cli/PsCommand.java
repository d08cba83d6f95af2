package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import picocli.CommandLine.Command;

@Command(
        name = "ps",
        description = "Lists the operations in flight, the oldest first: age, where each is, which filter holds it.")
final class PsCommand extends AnswerCommand {
    @Override
    JsonObject ask() throws Exception {
        return ask("operations", new JsonObject());
    }

    @Override
    void print(JsonObject answer) {
        out().println(
                        "      Age      PID  Program           Operation        Held By           Where                     Path");
        out().println(
                        "---------  -------  ----------------  ---------------  ----------------  ------------------------  ----");
        for (JsonObject row : answer.objects("operations")) {
            out().println(Text.right(Text.duration(row.number("ageNanos").orElse(0L)), 9) + "  "
                    + Text.right(row.show("process"), 7) + "  "
                    + Text.left(row.show("program"), 18)
                    + Text.left(row.show("operation"), 17)
                    + Text.left(row.show("holder"), 18)
                    + Text.left(row.show("where"), 26)
                    + row.show("volume") + "/" + row.show("path"));
        }
    }
}
