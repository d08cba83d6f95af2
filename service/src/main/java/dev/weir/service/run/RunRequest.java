package dev.weir.service.run;

import dev.weir.service.MountSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code weir run} is asked for.
 *
 * @param directory what is put behind the filters, for the program alone
 * @param command the program and its arguments
 * @param kill whether children that stay are ended instead of waited for
 * @param isPrivate whether it is an error if others would see the mount
 * @param output where operations are written to; {@code messages} unless given
 * @param messages for people
 */
public record RunRequest(
        Path directory,
        List<String> command,
        List<FilterChoice> filters,
        MountSettings settings,
        boolean kill,
        boolean isPrivate,
        Optional<Path> output,
        PrintStream messages) {

    public RunRequest {
        command = List.copyOf(command);
        filters = List.copyOf(filters);
    }
}
