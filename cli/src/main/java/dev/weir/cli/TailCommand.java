package dev.weir.cli;

import dev.weir.service.control.ControlClient;
import dev.weir.service.control.JsonObject;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "tail",
        description =
                "Shows operations live, as filters such as spy publish them: time, process, program, operation, path, status, duration.")
final class TailCommand extends ClientCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "VOLUME",
            description = "Only those on one volume: a mount point or an id.")
    private @Nullable String volume;

    @Option(
            names = "-o",
            paramLabel = "json|FILE",
            description = "json: a JSON object a line; else a file to write to.")
    private @Nullable String output;

    @Option(names = "-n", paramLabel = "COUNT", description = "End after so many.")
    private @Nullable Long limit;

    @Override
    public Integer call() throws Exception {
        boolean json = "json".equals(output);
        if (output == null || json) {
            tail(out(), json);
        } else {
            try (PrintWriter file =
                    new PrintWriter(Files.newBufferedWriter(Path.of(output), StandardCharsets.UTF_8), true)) {
                tail(file, false);
            }
        }
        return 0;
    }

    private void tail(PrintWriter to, boolean json) throws Exception {
        JsonObject parameters = new JsonObject()
                .put("volume", volume == null ? null : Paths.volume(volume))
                .put("limit", limit);
        try (ControlClient client = connect()) {
            JsonObject counts = client.call("tail", parameters, notification -> {
                if (notification.show("method").equals("event")) {
                    JsonObject event = notification.object("params");
                    to.println(json ? event.toString() : EventLine.of(event));
                }
            });
            err().println(counts.show("seen") + " shown, " + counts.show("dropped") + " dropped");
        }
    }
}
