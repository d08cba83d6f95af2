package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "detach", description = "Detaches a filter from a volume: an instance, or its highest one.")
final class DetachCommand extends AnswerCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "The filter.")
    private String filter = "";

    @Parameters(index = "1", paramLabel = "VOLUME", description = "A mount point, or an id of 'weir volumes'.")
    private String volume = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "INSTANCE")
    private @Nullable String instance;

    @Override
    JsonObject ask() throws Exception {
        return ask(
                "detach",
                new JsonObject()
                        .put("filter", filter)
                        .put("volume", Paths.volume(volume))
                        .put("instance", instance));
    }

    @Override
    void print(JsonObject answer) {
        out().println(filter + " detached from " + volume);
    }
}
