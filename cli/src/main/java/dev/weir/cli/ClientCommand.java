package dev.weir.cli;

import dev.weir.service.Refusal;
import dev.weir.service.control.ControlClient;
import dev.weir.service.control.JsonObject;
import dev.weir.service.control.SocketPaths;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A verb that asks a service. */
@Command(mixinStandardHelpOptions = true)
abstract class ClientCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "The service's control socket; else $WEIR_SOCKET, this user's own, root's.")
    private @Nullable String socket;

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final ControlClient connect() throws Refusal, IOException {
        return ControlClient.connect(SocketPaths.candidates(Optional.ofNullable(socket), System.getenv()));
    }

    /** Asks, with what the service says meanwhile on stderr. */
    final JsonObject ask(String method, JsonObject parameters) throws Refusal, IOException {
        try (ControlClient client = connect()) {
            return client.call(method, parameters, notification -> {
                String text = notification.object("params").show("text");
                if (!text.isEmpty()) {
                    err().println(text);
                }
            });
        }
    }
}
