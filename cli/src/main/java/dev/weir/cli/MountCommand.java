package dev.weir.cli;

import dev.weir.service.MountWords;
import dev.weir.service.control.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "mount", description = "Puts a directory behind filters, at its own place or at another one.")
final class MountCommand extends AnswerCommand {
    @Parameters(index = "0", paramLabel = "DIR", description = "The directory whose files are served.")
    private String directory = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "AT",
            description = "Where it is mounted; over itself unless given.")
    private @Nullable String at;

    @Option(names = "--data", paramLabel = "MODE", description = MountWords.DATA)
    private @Nullable String data;

    @Option(names = "--transport", paramLabel = "WAY", description = MountWords.TRANSPORT)
    private @Nullable String transport;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = MountWords.TIMEOUT)
    private @Nullable Double timeout;

    @Override
    JsonObject ask() throws Exception {
        return ask(
                "mount",
                new JsonObject()
                        .put("directory", Paths.existing(directory))
                        .put("at", at == null ? null : Paths.existing(at))
                        .put("data", data)
                        .put("transport", transport)
                        .put("timeoutMillis", timeout == null ? null : Seconds.millis("--timeout", timeout)));
    }

    @Override
    void print(JsonObject answer) {
        out().println(answer.show("volume") + " mounted as volume " + answer.show("id") + ", "
                + StartCommand.instances(answer));
        answer.texts("notAttached").forEach(err()::println);
        answer.texts("round").forEach(use -> err().println("goes round the filters: " + use));
        answer.texts("dead").forEach(err()::println);
    }
}
