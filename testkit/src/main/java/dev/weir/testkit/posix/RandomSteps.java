package dev.weir.testkit.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes calls up: few names, so that they meet each other in every state, and ranges that like the edges of pages. The same seed makes the same calls.
 *
 * <p>Limits: nobody waits (no locks), a sparse file ends below 16 MiB, and ranges are not collapsed or inserted, which FUSE does not pass on.
 */
final class RandomSteps {
    private static final List<String> PATHS = List.of(
            "a",
            "b",
            "c",
            "d",
            "d/a",
            "d/b",
            "d/e",
            "d/e/a",
            "d/e/b",
            "g",
            "g/a",
            "g/b",
            "l",
            "n\u00ff\u0080",
            "missing/a",
            "a/b");
    private static final List<String> TARGETS = List.of("a", "d/a", "nowhere", "d", "d/../b");
    private static final List<String> ATTRIBUTES =
            List.of("user.one", "user.two", "trusted.three", "user.", "unknown.four");
    private static final int[] OPEN_FLAGS = {
        PosixVolume.READ_ONLY,
        PosixVolume.READ_WRITE,
        PosixVolume.READ_WRITE | PosixVolume.CREATE,
        PosixVolume.READ_WRITE | PosixVolume.CREATE,
        PosixVolume.READ_WRITE | PosixVolume.CREATE | PosixVolume.EXCLUSIVE,
        PosixVolume.WRITE_ONLY | PosixVolume.CREATE | PosixVolume.TRUNCATE,
        PosixVolume.WRITE_ONLY | PosixVolume.APPEND,
        PosixVolume.READ_WRITE | PosixVolume.CREATE | PosixVolume.APPEND,
        PosixVolume.READ_ONLY | PosixVolume.TRUNCATE,
        PosixVolume.READ_ONLY | PosixVolume.DIRECTORY,
        PosixVolume.READ_ONLY | PosixVolume.NO_FOLLOW
    };
    private static final int[] ALLOCATE_MODES = {
        0,
        PosixVolume.KEEP_SIZE,
        PosixVolume.PUNCH_HOLE | PosixVolume.KEEP_SIZE,
        PosixVolume.PUNCH_HOLE | PosixVolume.KEEP_SIZE,
        PosixVolume.ZERO_RANGE,
        PosixVolume.ZERO_RANGE | PosixVolume.KEEP_SIZE,
        PosixVolume.PUNCH_HOLE
    };
    private static final int[] MODES = {0644, 0600, 0, 0755, 04755, 02755, 02644, 01777, 07777};
    private static final int FIFO = 0010000;
    private static final int SOCKET = 0140000;

    /** How often each call comes: data more often than the rest, which makes the files for it. */
    private static final Call[] CALLS = calls();

    private final Random random;

    private final boolean seeksHoles;
    private final boolean setsIds;

    /**
     * Half of the seeds seek holes, if they may. Those do without what leaves it to a file system's cache where the data is: stores into mappings and room without content.
     *
     * @param maySeekHoles whether SEEK_HOLE and SEEK_DATA are to be compared
     * @param setsIds whether files get set-user-ID and set-group-ID bits
     */
    RandomSteps(long seed, boolean maySeekHoles, boolean setsIds) {
        this.random = new Random(seed);
        this.setsIds = setsIds;
        this.seeksHoles = maySeekHoles && seed % 2 == 0;
    }

    private static Call[] calls() {
        var calls = new ArrayList<Call>();
        for (Call call : Call.values()) {
            int weight = switch (call) {
                case OPEN -> 12;
                case READ, WRITE, READ_MAPPED, WRITE_MAPPED, RENAME -> 7;
                case STAT, STAT_OPEN, LINK, UNLINK, TRUNCATE_OPEN, ALLOCATE, MAKE_DIRECTORY -> 4;
                case TRUNCATE, COPY_RANGE, SEEK, CLOSE, LIST, REMOVE_DIRECTORY, SYMBOLIC_LINK -> 3;
                default -> 2;
            };
            for (int i = 0; i < weight; i++) {
                calls.add(call);
            }
        }
        return calls.toArray(new Call[0]);
    }

    Step next() {
        Call call = CALLS[random.nextInt(CALLS.length)];
        if (seeksHoles ? call == Call.WRITE_MAPPED : call == Call.SEEK) {
            call = Call.STAT_OPEN;
        }
        String path = takesPath(call) ? pick(PATHS) : "";
        String other = switch (call) {
            case LINK, RENAME -> pick(PATHS);
            case SYMBOLIC_LINK -> pick(TARGETS);
            case SET_ATTRIBUTE, GET_ATTRIBUTE, REMOVE_ATTRIBUTE -> pick(ATTRIBUTES);
            default -> "";
        };
        long offset = offset();
        int length = switch (call) {
            case SET_ATTRIBUTE -> random.nextInt(64);
            default -> length();
        };
        if (call == Call.ALLOCATE && random.nextBoolean()) {
            offset &= ~4095L;
            length = (length + 4095) & ~4095;
        }
        return new Step(
                call,
                path,
                other,
                random.nextInt(StepSession.PLACES),
                random.nextInt(StepSession.PLACES),
                offset,
                length,
                number(call));
    }

    private static boolean takesPath(Call call) {
        return switch (call) {
            case CLOSE,
                    READ,
                    WRITE,
                    READ_MAPPED,
                    WRITE_MAPPED,
                    TRUNCATE_OPEN,
                    ALLOCATE,
                    SEEK,
                    COPY_RANGE,
                    SYNC,
                    STAT_OPEN -> false;
            default -> true;
        };
    }

    private int number(Call call) {
        return switch (call) {
            case OPEN -> random.nextInt(40) == 0 ? PosixVolume.UNNAMED | PosixVolume.READ_WRITE : pick(OPEN_FLAGS);
            case ALLOCATE -> seeksHoles ? PosixVolume.PUNCH_HOLE | PosixVolume.KEEP_SIZE : pick(ALLOCATE_MODES);
            case SEEK -> random.nextBoolean() ? PosixVolume.SEEK_DATA : PosixVolume.SEEK_HOLE;
            case COPY_RANGE -> (int) offset();
            case MAKE_DIRECTORY -> random.nextInt(8) == 0 ? 02755 : 0755;
            case MAKE_NODE -> pick(new int[] {FIFO, SOCKET, PosixVolume.REGULAR_TYPE}) | 0644;
            case RENAME -> random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(3);
            case CHANGE_MODE -> pick(MODES) & (setsIds ? 07777 : 01777);
            case CHANGE_OWNER -> 1000 + random.nextInt(3);
            case CHANGE_TIMES -> random.nextInt(900_000_000);
            case SET_ATTRIBUTE -> random.nextInt(3);
            default -> random.nextInt(1000);
        };
    }

    private long offset() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> random.nextInt(100);
            case 2 -> 4096L * random.nextInt(40);
            case 3 -> Math.max(0, 4096L * random.nextInt(40) + random.nextInt(5) - 2);
            case 4 -> random.nextInt(300_000);
            default -> random.nextInt(20) == 0 ? random.nextInt(1 << 24) : random.nextInt(20_000);
        };
    }

    private int length() {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(16);
            case 1 -> 4096 * (1 + random.nextInt(4));
            case 2 -> Math.max(0, 4096 * random.nextInt(5) + random.nextInt(5) - 2);
            case 3 -> random.nextInt(3) == 0 ? random.nextInt(300_000) : random.nextInt(9000);
            default -> random.nextInt(9000);
        };
    }

    private String pick(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }

    private int pick(int[] some) {
        return some[random.nextInt(some.length)];
    }
}
