package dev.weir.fuse.mounted;

import dev.weir.testkit.posix.SequenceComparison;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compares two directories by random sequences of calls, until the time is over or they differ. A process of its own, since the process that serves a mount must not wait for it.
 *
 * <pre>SequenceProgram DIRECTORY DIRECTORY SEED SECONDS LENGTH HOLES TIMES SETIDS</pre>
 *
 * Prints how many sequences were the same (exit status 0), or the shortest difference found (1).
 */
final class SequenceProgram {
    private SequenceProgram() {}

    public static void main(String[] arguments) {
        long seed = Long.parseLong(arguments[2]);
        long end = System.nanoTime() + Long.parseLong(arguments[3]) * 1_000_000_000L;
        int length = Integer.parseInt(arguments[4]);
        boolean times = Boolean.parseBoolean(arguments[6]);
        var comparison = new SequenceComparison(
                new Emptied(arguments[0], times),
                new Emptied(arguments[1], times),
                Boolean.parseBoolean(arguments[5]),
                Boolean.parseBoolean(arguments[7]));
        long same = 0;
        do {
            Optional<SequenceComparison.Difference> difference = comparison.compare(seed + same, length);
            if (difference.isPresent()) {
                System.out.println(difference.get());
                System.exit(1);
            }
            same++;
        } while (System.nanoTime() < end);
        System.out.println(same + " sequences of " + length + " calls, the first of seed " + seed + ": no difference");
    }

    /** The same directory each time, emptied. */
    private record Emptied(String directory, boolean times) implements Supplier<HostDirectory> {
        @Override
        public HostDirectory get() {
            var volume = new HostDirectory(directory, times);
            volume.clear(".");
            return volume;
        }
    }
}
