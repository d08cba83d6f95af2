package dev.weir.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The verbs by name. Only the one that is called is made, so that a client's start stays cheap; help shows all.
 */
final class Verbs {
    private static final Map<String, Supplier<? extends Callable<Integer>>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("run", RunCommand::new);
        ALL.put("demo", DemoCommand::new);
        ALL.put("serve", ServeCommand::new);
        ALL.put("mount", MountCommand::new);
        ALL.put("umount", UnmountCommand::new);
        ALL.put("volumes", VolumesCommand::new);
        ALL.put("load", LoadCommand::new);
        ALL.put("start", StartCommand::new);
        ALL.put("unload", UnloadCommand::new);
        ALL.put("stop", StopCommand::new);
        ALL.put("remove", RemoveCommand::new);
        ALL.put("filters", FiltersCommand::new);
        ALL.put("instances", InstancesCommand::new);
        ALL.put("attach", AttachCommand::new);
        ALL.put("detach", DetachCommand::new);
        ALL.put("tail", TailCommand::new);
        ALL.put("ps", PsCommand::new);
        ALL.put("ports", PortsCommand::new);
        ALL.put("why", WhyCommand::new);
        ALL.put("verify", VerifyCommand::new);
        ALL.put("doctor", DoctorCommand::new);
        ALL.put("version", VersionCommand::new);
    }

    private Verbs() {}

    static CommandLine commandLine(String... arguments) {
        CommandLine root = new CommandLine(new RootCommand());
        String first = arguments.length == 0 ? "" : arguments[0];
        Supplier<? extends Callable<Integer>> called = ALL.get(first);
        if (called != null) {
            root.addSubcommand(first, called.get());
        } else if (!first.equals("--version") && !first.equals("-V")) {
            ALL.forEach((name, verb) -> root.addSubcommand(name, verb.get()));
            root.addSubcommand("help", new CommandLine.HelpCommand());
        }
        // An argument such as @name is a program's own, not a file of arguments.
        return root.setExpandAtFiles(false).setUsageHelpAutoWidth(false).setUsageHelpWidth(100);
    }
}
