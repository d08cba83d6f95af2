package dev.weir.cli;

import dev.weir.service.DeadMounts;
import dev.weir.service.Refusal;
import dev.weir.service.control.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "umount", description = "Unmounts a volume; a dead one without a service.")
final class UnmountCommand extends AnswerCommand {
    static final class How {
        @Option(names = "--lazy", description = "Take it out of the tree now; it ends when nobody uses it any more.")
        private boolean lazy;

        @Option(names = "--abort", description = "End it now: whoever is in it gets an error.")
        private boolean abort;
    }

    @Parameters(paramLabel = "VOLUME", description = "A mount point, or an id of 'weir volumes'.")
    private String volume = "";

    @ArgGroup
    private @Nullable How how;

    @Override
    JsonObject ask() throws Exception {
        String name = Paths.volume(volume);
        boolean path = name.startsWith("/");
        JsonObject done = new JsonObject().put("volume", name);
        if (path && DeadMounts.isDead(name)) {
            DeadMounts.free(name);
            return done.put("dead", true);
        }
        try {
            ask(
                    "unmount",
                    new JsonObject()
                            .put("volume", name)
                            .put("lazy", how != null && how.lazy)
                            .put("abort", how != null && how.abort));
        } catch (Refusal refusal) {
            if (!path
                    || how == null
                    || !isNotAService(refusal)
                    || DeadMounts.state(name).isEmpty()) {
                throw refusal;
            }
            withoutService(name, how);
        }
        return done.put("dead", false);
    }

    @Override
    void print(JsonObject answer) {
        out().println(
                        answer.flag("dead")
                                ? answer.show("volume") + " was dead, and is unmounted"
                                : volume + " unmounted");
    }

    /** Nobody there, or somebody who does not know the volume. */
    private static boolean isNotAService(Refusal refusal) {
        return refusal.kind() == Refusal.Kind.UNREACHABLE || refusal.status().isPresent();
    }

    private static void withoutService(String path, How how) throws Exception {
        if (how.abort) {
            DeadMounts.abort(path);
        } else {
            DeadMounts.free(path);
        }
    }
}
