package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "attach", description = "Attaches a filter to a volume.")
final class AttachCommand extends AnswerCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "The filter.")
    private String filter = "";

    @Parameters(index = "1", paramLabel = "VOLUME", description = "A mount point, or an id of 'weir volumes'.")
    private String volume = "";

    @Option(
            names = "-i",
            paramLabel = "INSTANCE",
            description = "One of the instances in its descriptor; else the default one.")
    private @Nullable String instance;

    @Option(names = "-a", paramLabel = "ALTITUDE", description = "The altitude, in place of the instance's own.")
    private @Nullable String altitude;

    @Override
    JsonObject ask() throws Exception {
        return ask(
                "attach",
                new JsonObject()
                        .put("filter", filter)
                        .put("volume", Paths.volume(volume))
                        .put("instance", instance)
                        .put("altitude", altitude));
    }

    @Override
    void print(JsonObject answer) {
        out().println(answer.show("instance") + " attached to " + answer.show("volume") + " at altitude "
                + answer.show("altitude"));
    }
}
