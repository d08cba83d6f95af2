package dev.weir.bench;

import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link DispatchBenchmark}: {@code bench/dispatch}. */
final class Dispatch {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Dispatch() {}

    public static void main(String[] args) throws Exception {
        boolean keeps = args.length > 1 && args[0].equals("--out");
        Arguments own = Arguments.of(1, keeps ? new String[] {args[0], args[1]} : new String[0]);
        var others = new CommandLineOptions(Stream.of(args).skip(keeps ? 2 : 0).toArray(String[]::new));
        var options = new OptionsBuilder()
                .parent(others)
                .include(DispatchBenchmark.class.getSimpleName())
                .addProfiler(GCProfiler.class)
                .build();
        Figures figures = Machine.figures("dispatch", 1);
        Row time = Row.time("dispatch", "getattr: dispatch (ns)").over("filters");
        Row heap = Row.time("dispatch", "getattr: heap (bytes)").over("filters");
        for (RunResult result : new Runner(options).run()) {
            double filters = Double.parseDouble(result.getParams().getParam("filters"));
            figures.add(time, "weir", filters, result.getPrimaryResult().getScore());
            Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
            if (allocated != null) {
                // Less than a byte is the measurement's own.
                figures.add(heap, "weir", filters, Math.floor(allocated.getScore()));
            }
        }
        for (Row row : List.of(time, heap)) {
            System.out.println(Tables.growth(figures, row));
        }
        own.keep(figures, "dispatch");
    }
}
