package dev.weir.cli;

import dev.weir.service.MountSettings;
import dev.weir.service.MountWords;
import dev.weir.service.run.FilterChoice;
import dev.weir.service.run.RunRequest;
import dev.weir.service.run.RunSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a program with a directory behind filters, for it and its children only.",
        footer = {
            "",
            "Exit status: the program's; 128+N where signal N ended it; 125 Weir failed, 126 the program",
            "can't be executed, 127 it is not there."
        })
final class RunCommand implements Callable<Integer> {
    /** The exit status for what is Weir's failure, not the program's. */
    static final int OWN_FAILURE = 125;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--filter",
            paramLabel = "NAME[@ALTITUDE][,KEY=VALUE]...",
            completionCandidates = FilterNames.class,
            description =
                    "A filter to load: ${COMPLETION-CANDIDATES}, or the path of a jar; a list of values is separated by colons.")
    private List<String> filters = List.of();

    @Option(
            names = "--verify",
            description =
                    "Put the verifier round the filters, and stop them at the end: the summary shows what they should not do.")
    private boolean verify;

    @Option(names = "--data", paramLabel = "MODE", description = MountWords.DATA)
    private String data = "passthrough";

    @Option(names = "--transport", paramLabel = "WAY", description = MountWords.TRANSPORT)
    private String transport = "auto";

    @Option(names = "--timeout", paramLabel = "SECONDS", description = MountWords.TIMEOUT)
    private @Nullable Double timeout;

    @Option(
            names = "--kill",
            description = "End children that stay when the program has ended, instead of waiting for them.")
    private boolean kill;

    @Option(names = "--private", description = "Fail where others would see the mount.")
    private boolean isPrivate;

    @Option(
            names = "-o",
            paramLabel = "FILE",
            description = "Where the operations that spy shows go; stderr unless given.")
    private @Nullable Path output;

    @Parameters(index = "0", paramLabel = "DIR", description = "The directory.")
    private String directory = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "PROGRAM",
            description = "The program and its arguments, after --.")
    private List<String> command = List.of();

    @Override
    public Integer call() throws Exception {
        List<FilterChoice> choices = new ArrayList<>();
        for (String filter : filters) {
            choices.add(FilterChoice.parse(filter));
        }
        RawArguments arguments =
                RawArguments.of(spec.root().commandLine().getParseResult().originalArgs());
        MountSettings settings = new MountSettings(
                MountSettings.dataMode(data),
                MountSettings.transport(transport),
                timeout == null ? Optional.empty() : Optional.of(Seconds.millis("--timeout", timeout)));
        return new RunSession(new RunRequest(
                        arguments.before(command.size(), directory),
                        arguments.last(command.size()),
                        choices,
                        verify,
                        settings,
                        kill,
                        isPrivate,
                        Optional.ofNullable(output),
                        System.err))
                .run();
    }
}
