package dev.weir.service.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A user and mount namespace for a program, made by util-linux's unshare(1): a JVM has too many threads to make one itself. The program keeps its user and group and gets no
 * capabilities.
 */
public final class UserNamespace {
    private static final List<String> UNSHARE =
            List.of("unshare", "-U", "-m", "--map-current-user", "--keep-caps", "--propagation", "private", "--");
    private static final String NAME = "namespace";

    /** $1 folder, $2 directory, $3 working directory, then the program. What comes before makes the mount. */
    private static final String FINISH = " && cd -- \"$3\" || exit 125\nshift 3\n"
            + "exec setpriv --inh-caps=-all --ambient-caps=-all --bounding-set=-all -- \"$@\"";

    private final Path folder;

    /** @param folder private, for what the two sides tell each other */
    UserNamespace(Path folder) {
        this.folder = folder;
    }

    /** Whether this system lets this user make one, and has the tools. */
    public static boolean isAvailable() throws IOException, InterruptedException {
        List<String> probe = new ArrayList<>(UNSHARE);
        probe.addAll(List.of("setpriv", "--bounding-set=-all", "--", "true"));
        try {
            Process process = new ProcessBuilder(probe)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    /** Puts the namespace before a program's command. */
    Launch wrap(Launch program, String mounting, byte[] directory) {
        String script = "readlink /proc/self/ns/mnt >\"$1/" + NAME + "\" && " + mounting + FINISH;
        List<byte[]> command = new ArrayList<>();
        UNSHARE.forEach(word -> command.add(Launch.bytes(word)));
        List.of("/bin/sh", "-c", script, "weir", folder.toString()).forEach(word -> command.add(Launch.bytes(word)));
        command.add(directory);
        command.add(program.directory());
        return program.after(command, Launch.bytes("/"));
    }

    /** What {@code /proc/PID/ns/mnt} of its members links to; empty while it is not made. */
    String name() {
        try {
            return Files.readString(folder.resolve(NAME)).strip();
        } catch (IOException notYet) {
            return "";
        }
    }
}
