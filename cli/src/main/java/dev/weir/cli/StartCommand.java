package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "start", description = "Starts a filter that is installed, with the configuration that it had.")
final class StartCommand extends ClientCommand {
    @Parameters(paramLabel = "NAME")
    private String filter = "";

    @Override
    public Integer call() throws Exception {
        out().println(describe(ask("start", new JsonObject().put("filter", filter))));
        return 0;
    }

    static String describe(JsonObject loaded) {
        return loaded.show("name") + " loaded at altitude " + loaded.show("altitude") + ", " + instances(loaded);
    }

    /** How many instances an answer tells of, in words. */
    static String instances(JsonObject answer) {
        String count = answer.show("instances");
        return count + (count.equals("1") ? " instance" : " instances");
    }
}
