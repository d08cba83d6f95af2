package dev.weir.service.run;

import dev.weir.manager.FilterCounters;
import dev.weir.manager.Finding;
import dev.weir.manager.Manager;
import dev.weir.manager.OperationKind;
import dev.weir.manager.Totals;
import dev.weir.manager.VolumeObject;
import dev.weir.manager.verify.Rule;
import dev.weir.service.PastLoads;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run came to: operations by kind and by filter, refusals, time. */
final class RunSummary {
    private RunSummary() {}

    static void print(
            PrintStream out,
            VolumeObject volume,
            Manager manager,
            List<PastLoads.Sum> filters,
            OperationLog log,
            long nanos) {
        Map<OperationKind, Totals> totals = volume.totals();
        long count = totals.values().stream().mapToLong(Totals::count).sum();
        long failed = totals.values().stream().mapToLong(Totals::failures).sum();
        long inside = totals.values().stream().mapToLong(Totals::nanos).sum();
        out.println(String.format(
                Locale.ROOT,
                "weir: %,d operations in %.2f s (%.2f s in filters and files), %,d failed",
                count,
                nanos / 1e9,
                inside / 1e9,
                failed));
        List<String> kinds = totals.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<OperationKind, Totals> e) ->
                                e.getValue().count())
                        .reversed())
                .map(e -> kind(e.getKey(), e.getValue()))
                .toList();
        if (!kinds.isEmpty()) {
            out.println("weir: " + String.join(", ", kinds));
        }
        for (PastLoads.Sum filter : filters) {
            out.println("weir: " + filter(filter));
        }
        if (log.shown() + log.dropped() > 0) {
            out.println(
                    String.format(Locale.ROOT, "weir: %,d operations shown, %,d dropped", log.shown(), log.dropped()));
        }
        Rule.distinct(manager.findings().all()).forEach(finding -> print(out, finding));
    }

    /** Where it is one of the verifier's, with what is known of it. */
    private static void print(PrintStream out, Finding finding) {
        out.println("weir: " + finding.filter() + " " + finding.what() + " (" + finding.count() + " times)");
        if (Rule.isVerified(finding)) {
            finding.detail().lines().forEach(line -> out.println("weir:     " + line.strip()));
            out.println("weir:     -> " + Rule.of(finding).remedy());
        }
    }

    private static String kind(OperationKind kind, Totals totals) {
        String failures = totals.failures() == 0 ? "" : String.format(Locale.ROOT, " (%,d failed)", totals.failures());
        return String.format(Locale.ROOT, "%,d %s%s", totals.count(), kind.operationName(), failures);
    }

    private static String filter(PastLoads.Sum filter) {
        FilterCounters counts = filter.counts();
        String exceptions = counts.exceptions() == 0 ? "" : ", " + counts.exceptions() + " exceptions";
        return String.format(
                Locale.ROOT,
                "%s (%s): %,d pre-operations, %,d post-operations, %,d refused%s%s",
                filter.filter(),
                filter.altitude(),
                counts.pre(),
                counts.post(),
                counts.refused(),
                exceptions,
                filter.loads() == 1 ? "" : ", in " + filter.loads() + " loads");
    }
}
