package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "instances", description = "Lists instances, of all volumes, of one, or of one filter.")
final class InstancesCommand extends AnswerCommand {
    static final class Of {
        @Option(names = "-f", paramLabel = "FILTER", description = "Those of one filter.")
        private @Nullable String filter;

        @Option(names = "-v", paramLabel = "VOLUME", description = "Those on one volume: a mount point or an id.")
        private @Nullable String volume;
    }

    @ArgGroup
    private @Nullable Of of;

    @Override
    JsonObject ask() throws Exception {
        JsonObject parameters = new JsonObject();
        if (of != null) {
            parameters.put("filter", of.filter).put("volume", volume().orElse(null));
        }
        return ask("instances", parameters);
    }

    private Optional<String> volume() {
        return of == null ? Optional.empty() : Optional.ofNullable(of.volume).map(Paths::volume);
    }

    @Override
    void print(JsonObject answer) {
        boolean volumes = volume().isEmpty();
        out().println("Filter                " + (volumes ? "Volume Name                            " : "")
                + "  Altitude        Instance Name       Frame   SprtFtrs  VlStatus");
        out().println("--------------------  " + (volumes ? "-------------------------------------  " : "")
                + "------------  ----------------------  -----   --------  --------");
        for (JsonObject row : answer.objects("instances")) {
            String line = Text.left(row.show("filter"), 22)
                    + (volumes ? Text.left(row.show("volume"), 39) : "")
                    + Text.left(Text.right(row.show("altitude"), 9), 14)
                    + Text.left(row.show("instance"), 26)
                    + Text.left(row.show("frame"), 6)
                    + Text.left(row.show("features"), 10)
                    + row.show("volumeStatus");
            out().println(line.stripTrailing());
        }
        List<String> unseen = answer.texts("unseenData");
        if (!unseen.isEmpty()) {
            out().println();
            out().println("Open files whose data goes past every instance, until they are closed: " + unseen.size());
            unseen.forEach(file -> out().println("  " + file));
        }
    }
}
