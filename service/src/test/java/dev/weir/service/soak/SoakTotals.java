package dev.weir.service.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.manager.FilterCounters;
import dev.weir.manager.UnloadResult;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the loads of one filter came to.
 *
 * @param owed pre-operations that asked for the post-operation
 * @param post post-operations, draining ones not counted
 * @param drained operations whose post-operation was called early
 * @param waited callbacks that a teardown waited for
 * @param refused unloads that the filter refused
 */
record SoakTotals(long owed, long post, long drained, long waited, long refused) {
    private static final SoakTotals NOTHING = new SoakTotals(0, 0, 0, 0, 0);

    /** One load that has ended; asserts that it owes nothing. */
    static SoakTotals of(FilterCounters counts, UnloadResult result, boolean refused) {
        assertThat(counts.preWithCallback()).as("%s", counts).isEqualTo(counts.post() + counts.drained());
        assertThat(counts.exceptions()).isZero();
        return new SoakTotals(
                counts.preWithCallback(), counts.post(), counts.drained(), result.waited(), refused ? 1 : 0);
    }

    static Map<String, SoakTotals> of(List<String> filters) {
        var all = new TreeMap<String, SoakTotals>();
        filters.forEach(name -> all.put(name, NOTHING));
        return all;
    }

    static SoakTotals sum(Collection<SoakTotals> all) {
        return all.stream().reduce(NOTHING, SoakTotals::plus);
    }

    SoakTotals plus(SoakTotals other) {
        return new SoakTotals(
                owed + other.owed,
                post + other.post,
                drained + other.drained,
                waited + other.waited,
                refused + other.refused);
    }

    @Override
    public String toString() {
        return "%d owed = %d posts + %d drained, %d waits, %d refusals".formatted(owed, post, drained, waited, refused);
    }
}
