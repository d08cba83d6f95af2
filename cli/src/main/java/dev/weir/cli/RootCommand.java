package dev.weir.cli;

import dev.weir.service.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir} without a verb. */
@Command(
        name = "weir",
        description = "Puts a directory behind live file-system filters.",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Versions.class,
        footer = {
            "",
            "Exit status: 0 done, 1 the answer was no, 2 usage, 3 service not reachable, 4 timed out,",
            "5 the system said no. 'weir run' passes on the program's own."
        })
final class RootCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "name a verb");
    }

    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"weir " + Version.text()};
        }
    }
}
