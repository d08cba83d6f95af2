package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A verb with one answer: in words or as a table, or with {@code -o json} as the service's object. */
abstract class AnswerCommand extends ClientCommand {
    /** The forms of output. */
    enum Format {
        text,
        json
    }

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            description = "text (the default) or json: the service's answer as one object.")
    private @Nullable Format format;

    @Override
    public final Integer call() throws Exception {
        JsonObject answer = ask();
        if (format == Format.json) {
            out().println(answer);
        } else {
            print(answer);
        }
        return exitStatus(answer);
    }

    /** 0 unless the answer itself is a "no". */
    int exitStatus(JsonObject answer) {
        return 0;
    }

    abstract JsonObject ask() throws Exception;

    abstract void print(JsonObject answer);
}
