package dev.weir.service;

import dev.weir.Altitude;
import dev.weir.manager.FilterCounters;
import dev.weir.manager.FilterObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What filters did in loads that have ended, as numbers: nothing of an unloaded filter stays reachable by them. Safe on any thread. */
public final class PastLoads {
    /**
     * One filter's loads together.
     *
     * @param altitude of the last one
     * @param loads how many
     */
    public record Sum(String filter, Altitude altitude, FilterCounters counts, int loads) {
        private Sum and(Sum later) {
            FilterCounters a = counts;
            FilterCounters b = later.counts;
            return new Sum(
                    later.filter,
                    later.altitude,
                    new FilterCounters(
                            a.pre() + b.pre(),
                            a.preWithCallback() + b.preWithCallback(),
                            a.post() + b.post(),
                            a.drained() + b.drained(),
                            a.pended() + b.pended(),
                            a.refused() + b.refused(),
                            a.exceptions() + b.exceptions()),
                    loads + later.loads);
        }

        private static Sum of(FilterObject filter) {
            return new Sum(filter.name(), filter.altitude(), filter.counts(), 1);
        }
    }

    private final Map<String, Sum> past = new ConcurrentHashMap<>();

    PastLoads() {}

    /** A load has ended. */
    void ended(FilterObject filter) {
        past.merge(filter.name(), Sum.of(filter), Sum::and);
    }

    /** Those and the loads that go on, the highest altitude first. */
    public List<Sum> with(List<FilterObject> loaded) {
        Map<String, Sum> all = new ConcurrentHashMap<>(past);
        loaded.forEach(filter -> all.merge(filter.name(), Sum.of(filter), Sum::and));
        List<Sum> sums = new ArrayList<>(all.values());
        sums.sort(Comparator.comparing(Sum::altitude).reversed().thenComparing(Sum::filter));
        return sums;
    }
}
