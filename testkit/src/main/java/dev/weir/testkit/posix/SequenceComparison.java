package dev.weir.testkit.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the same random calls on two volumes and compares each answer, and from time to time all that can be seen of both trees. Where they differ the sequence is shrunk: what is left is
 * enough to see it again.
 */
public final class SequenceComparison {
    private static final int BETWEEN_LOOKS = 50;

    /** How two volumes differ, and the shortest sequence that was found for it. */
    public record Difference(long seed, List<String> steps, String what) {
        @Override
        public String toString() {
            return "seed " + seed + ": " + what + "\n  after\n    " + String.join("\n    ", steps);
        }
    }

    private record Failure(int step, String what) {}

    private final Supplier<? extends PosixVolume> left;
    private final Supplier<? extends PosixVolume> right;

    private final boolean seeksHoles;
    private final boolean setsIds;

    /**
     * @param left makes an empty volume each time
     * @param right another one
     * @param seeksHoles whether SEEK_HOLE and SEEK_DATA are to be the same, too
     * @param setsIds whether files get set-user-ID and set-group-ID bits, which writes take away
     */
    public SequenceComparison(
            Supplier<? extends PosixVolume> left,
            Supplier<? extends PosixVolume> right,
            boolean seeksHoles,
            boolean setsIds) {
        this.setsIds = setsIds;
        this.seeksHoles = seeksHoles;
        this.left = left;
        this.right = right;
    }

    /** Compares one sequence; empty where the volumes agree. */
    public Optional<Difference> compare(long seed, int length) {
        var random = new RandomSteps(seed, seeksHoles, setsIds);
        var steps = new ArrayList<Step>();
        for (int i = 0; i < length; i++) {
            steps.add(random.next());
        }
        Failure failure = run(steps);
        if (failure == null) {
            return Optional.empty();
        }
        List<Step> few = shrink(steps.subList(0, failure.step + 1));
        Failure again = run(few);
        return Optional.of(new Difference(
                seed,
                few.stream().map(Step::toString).toList(),
                again == null ? failure.what + " (not each time)" : again.what));
    }

    /** Leaves out ever smaller parts as long as the volumes still differ. */
    private List<Step> shrink(List<Step> failing) {
        List<Step> steps = new ArrayList<>(failing);
        for (int part = Math.max(1, steps.size() / 2); part > 0; part /= 2) {
            for (int at = 0; at < steps.size(); ) {
                var fewer = new ArrayList<>(steps.subList(0, at));
                fewer.addAll(steps.subList(Math.min(steps.size(), at + part), steps.size()));
                if (!fewer.isEmpty() && run(fewer) != null) {
                    steps = fewer;
                } else {
                    at += part;
                }
            }
        }
        return steps;
    }

    private @Nullable Failure run(List<Step> steps) {
        try (PosixVolume one = left.get();
                PosixVolume two = right.get()) {
            var first = new StepSession(one);
            var second = new StepSession(two);
            for (int at = 0; at < steps.size(); at++) {
                Step step = steps.get(at);
                Answer here = step.on(first);
                Answer there = step.on(second);
                if (!here.equals(there)) {
                    return new Failure(at, step + ": " + here + " here, " + there + " there");
                }
                if (at % BETWEEN_LOOKS == BETWEEN_LOOKS - 1 || at == steps.size() - 1) {
                    Failure seen = look(at, one, two);
                    if (seen != null) {
                        return seen;
                    }
                }
            }
            first.closeAll();
            second.closeAll();
            return look(steps.size() - 1, one, two);
        }
    }

    private static @Nullable Failure look(int at, PosixVolume one, PosixVolume two) {
        List<String> here = TreeState.of(one);
        List<String> there = TreeState.of(two);
        for (int line = 0; line < Math.max(here.size(), there.size()); line++) {
            String mine = line < here.size() ? here.get(line) : "nothing";
            String yours = line < there.size() ? there.get(line) : "nothing";
            if (!Objects.equals(mine, yours)) {
                return new Failure(at, "the trees differ: " + mine + " here, " + yours + " there");
            }
        }
        return null;
    }
}
