package dev.weir.service.run;

import dev.weir.linux.ChildProgram;
import dev.weir.service.MountSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code weir run} is asked for. Paths and arguments are bytes: the program gets what the user wrote, whatever the encoding.
 *
 * @param directory what is put behind the filters, for the program alone
 * @param command the program and its arguments
 * @param verify whether the verifier goes round the filters, which are stopped before the summary then
 * @param kill whether children that stay are ended instead of waited for
 * @param isPrivate whether it is an error if others would see the mount
 * @param output where operations are written to; {@code messages} unless given
 * @param messages for people
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record RunRequest(
        byte[] directory,
        List<byte[]> command,
        List<FilterChoice> filters,
        boolean verify,
        MountSettings settings,
        boolean kill,
        boolean isPrivate,
        Optional<Path> output,
        PrintStream messages) {

    /** All arguments of this process, those of the JVM too, as the kernel has them. */
    public static List<byte[]> ownArguments() throws IOException {
        return ChildProgram.strings(Path.of("/proc/self/cmdline"));
    }

    public RunRequest {
        command = List.copyOf(command);
        filters = List.copyOf(filters);
    }
}
