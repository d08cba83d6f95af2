package dev.weir.service.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether a command can be started: what a shell's exit status 126 and 127 tell. */
enum ProgramFile {
    FOUND(0),
    NOT_FOUND(127),
    NOT_EXECUTABLE(126);

    private final int exitStatus;

    ProgramFile(int exitStatus) {
        this.exitStatus = exitStatus;
    }

    /** What {@code run} ends with. */
    int exitStatus() {
        return exitStatus;
    }

    /** Looks a command up as execvp(3) does. */
    static ProgramFile look(String command, Path workingDirectory, Map<String, String> environment) {
        if (command.contains("/")) {
            return of(workingDirectory.resolve(command));
        }
        ProgramFile best = NOT_FOUND;
        for (String folder : environment.getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
            ProgramFile here = of(workingDirectory.resolve(folder).resolve(command));
            if (here == FOUND) {
                return FOUND;
            }
            best = here == NOT_EXECUTABLE ? here : best;
        }
        return best;
    }

    private static ProgramFile of(Path file) {
        if (!Files.exists(file)) {
            return NOT_FOUND;
        }
        return Files.isRegularFile(file) && Files.isExecutable(file) ? FOUND : NOT_EXECUTABLE;
    }
}
