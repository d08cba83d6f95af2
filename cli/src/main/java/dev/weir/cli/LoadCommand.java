package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "load", description = "Installs a filter and starts it.")
final class LoadCommand extends AnswerCommand {
    @Parameters(
            index = "0",
            paramLabel = "JAR|NAME",
            completionCandidates = FilterNames.class,
            description =
                    "A jar, or the name of a filter that is installed or that Weir brings: ${COMPLETION-CANDIDATES}.")
    private String filter = "";

    @Parameters(
            index = "1..*",
            paramLabel = "KEY=VALUE",
            description = "Its configuration; a list is separated by colons.")
    private List<String> configuration = List.of();

    @Option(
            names = "-a",
            paramLabel = "ALTITUDE",
            description = "The altitude of its default instance, in place of the descriptor's.")
    private @Nullable String altitude;

    @Option(
            names = "--verify",
            description =
                    "Put the verifier round it, also at each later start: what it should not do is logged, and shown when it is unloaded.")
    private boolean verify;

    @Override
    JsonObject ask() throws Exception {
        return ask(
                "load",
                new JsonObject()
                        .put("filter", Paths.filter(filter))
                        .put("configuration", KeyValues.parse(configuration))
                        .put("altitude", altitude)
                        .put("verify", verify));
    }

    @Override
    void print(JsonObject answer) {
        StartCommand.print(out(), err(), answer);
    }
}
