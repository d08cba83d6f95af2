package dev.weir.cli;

import dev.weir.service.Doctor;
import dev.weir.service.Refusal;
import dev.weir.service.control.ControlClient;
import dev.weir.service.control.JsonObject;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "doctor",
        description =
                "Looks at what Weir needs of this system: kernel, /dev/fuse, passthrough, JDK, privileges, dead mounts. Exits 1 where something is bad.")
final class DoctorCommand extends AnswerCommand {
    @Override
    JsonObject ask() throws Exception {
        List<Doctor.Check> checks = new ArrayList<>(Doctor.examine());
        checks.add(service());
        return new JsonObject()
                .put("checks", checks.stream().map(DoctorCommand::row).toList());
    }

    private Doctor.Check service() throws Exception {
        try (ControlClient client = connect()) {
            JsonObject answer = client.call("ping", new JsonObject());
            return new Doctor.Check(
                    "service",
                    Doctor.Verdict.OK,
                    "answers: weir " + answer.show("version") + ", pid " + answer.show("process"),
                    "");
        } catch (Refusal notThere) {
            return new Doctor.Check("service", Doctor.Verdict.OK, "none runs (" + notThere.line() + ")", "");
        }
    }

    private static JsonObject row(Doctor.Check check) {
        return new JsonObject()
                .put("name", check.name())
                .put("verdict", Doctor.word(check.verdict()))
                .put("text", check.text())
                .put("remedy", check.remedy());
    }

    @Override
    void print(JsonObject answer) {
        for (JsonObject row : answer.objects("checks")) {
            String remedy = row.show("remedy");
            out().println(Text.left(row.show("verdict"), 6)
                    + Text.left(row.show("name") + "  ", 18)
                    + row.show("text")
                    + (remedy.isEmpty() ? "" : "; " + remedy));
        }
    }

    @Override
    int exitStatus(JsonObject answer) {
        return answer.objects("checks").stream()
                        .anyMatch(row -> row.show("verdict").equals("bad"))
                ? 1
                : 0;
    }
}
