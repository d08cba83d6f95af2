package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A verb that lists: as a table, or with {@code -o json} as the service's answer. */
abstract class ListCommand extends ClientCommand {
    /** The forms of output. */
    enum Format {
        table,
        json
    }

    @Option(names = "-o", paramLabel = "FORMAT", description = "table (the default) or json.")
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
