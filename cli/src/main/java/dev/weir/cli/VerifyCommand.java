package dev.weir.cli;

import dev.weir.service.FilterVerification;
import dev.weir.service.control.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description =
                "Drives a filter through a volume in memory and reports what it should not do; needs no service. Exits 1 where something is found.")
final class VerifyCommand extends AnswerCommand {
    private static final Logger MANAGER_LOG = Logger.getLogger("dev.weir.manager");

    @Parameters(
            index = "0",
            paramLabel = "JAR|NAME",
            completionCandidates = FilterNames.class,
            description = "A jar, or the name of a filter that Weir brings: ${COMPLETION-CANDIDATES}.")
    private String filter = "";

    @Parameters(
            index = "1..*",
            paramLabel = "KEY=VALUE",
            description = "Its configuration; a list is separated by colons.")
    private List<String> configuration = List.of();

    @Override
    JsonObject ask() throws Exception {
        // What it finds is in the report; the log would say it first.
        MANAGER_LOG.setLevel(Level.OFF);
        JsonObject given = KeyValues.parse(configuration);
        Map<String, String> values = new LinkedHashMap<>();
        given.names().forEach(name -> values.put(name, given.show(name)));
        return FilterVerification.run(Paths.filter(filter), values);
    }

    @Override
    void print(JsonObject answer) {
        List<JsonObject> findings = answer.objects("findings");
        out().println(answer.show("filter") + ": "
                + (findings.isEmpty()
                        ? "no findings"
                        : findings.size() == 1 ? "1 finding" : findings.size() + " findings")
                + " in " + answer.show("operations") + " operations");
        FindingLines.print(out(), findings);
        answer.texts("notes").forEach(note -> out().println("note: " + FindingLines.plain(note)));
    }

    @Override
    int exitStatus(JsonObject answer) {
        return answer.objects("findings").isEmpty() ? 0 : 1;
    }
}
