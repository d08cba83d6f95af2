package dev.weir.fuse.mounted;

import dev.weir.testkit.posix.Need;
import dev.weir.testkit.posix.PosixChecks;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts a directory to the list of POSIX checks. A process of its own: it changes its user and its umask, and the process that serves a mount must not wait for it.
 *
 * <pre>PosixProgram DIRECTORY [NEED...]</pre>
 *
 * The needs are what the file system can't do. Prints a line for each check that failed, {@code name<tab>what was found}, and at the end how many passed.
 */
final class PosixProgram {
    private PosixProgram() {}

    public static void main(String[] arguments) {
        Map<Need, String> lacking = new EnumMap<>(Need.class);
        for (int i = 1; i < arguments.length; i++) {
            lacking.put(Need.valueOf(arguments[i]), "the file system below does not have it");
        }
        try (var directory = new HostDirectory(arguments[0], true, lacking)) {
            PosixChecks.Report report = PosixChecks.run(directory);
            new TreeMap<>(report.failed()).forEach((name, found) -> System.out.println(name + "\t" + found));
            System.out.println(
                    report.passed().size() + " passed, " + report.leftOut().size() + " left out");
        }
    }
}
