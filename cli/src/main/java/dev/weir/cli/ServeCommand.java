package dev.weir.cli;

import dev.weir.service.Daemon;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Keeps filters and volumes, until SIGTERM or SIGINT, which unmounts; brings back what was there.")
final class ServeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "Where to listen; else $WEIR_SOCKET, or this user's usual place.")
    private @Nullable String socket;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description =
                    "Where to keep what a restart brings back; else /var/lib/weir for root, $XDG_STATE_HOME/weir.")
    private @Nullable String state;

    @Override
    public Integer call() throws Exception {
        Daemon.run(
                Optional.ofNullable(socket),
                Optional.ofNullable(state).map(text -> Path.of(text).toAbsolutePath()),
                line -> spec.commandLine().getErr().println("weir: " + line));
        return 0;
    }
}
