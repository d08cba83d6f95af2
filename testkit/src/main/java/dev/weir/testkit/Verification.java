package dev.weir.testkit;

import dev.weir.Configuration;
import dev.weir.FilterException;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FilterDefinition;
import dev.weir.manager.Finding;
import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.verify.Rule;
import dev.weir.manager.verify.ThreadsLeft;
import dev.weir.manager.verify.VerifiedFilter;
import dev.weir.manager.verify.VerifierSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Drives a filter through a volume in memory and looks at what it does: load, attach, every operation, detach, an unload that it may refuse, a stop; twice, each time with fresh code.
 *
 * <pre>{@code
 * VerificationReport report = new Verification(FilterHarness.definition("hello", "370000"), configuration)
 *         .run(FilterCodeSource.of(HelloFilter::new));
 * assertThat(report.violations()).isEmpty();
 * }</pre>
 */
public final class Verification {
    private static final int ROUNDS = 2;
    private static final Duration STEP = Duration.ofSeconds(3);
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final Duration UNLOAD = Duration.ofSeconds(10);

    private record Key(Rule rule, String what) {}

    private final FilterDefinition definition;
    private final Configuration configuration;
    private final Map<Key, VerificationReport.Violation> violations = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private Duration step = STEP;
    private long operations;

    public Verification(FilterDefinition definition, Configuration configuration) {
        this.definition = definition;
        this.configuration = configuration;
    }

    /** How long an operation may take before the script goes on without it: three seconds unless said. */
    public Verification patience(Duration operation) {
        step = operation;
        return this;
    }

    /**
     * Runs it; takes some seconds. Once.
     *
     * @throws FilterException what kept the filter from being loaded
     */
    public VerificationReport run(FilterCodeSource source) throws FilterException {
        for (int i = 0; i < ROUNDS; i++) {
            round(source, i);
        }
        return new VerificationReport(List.copyOf(violations.values()), notes, operations);
    }

    private void round(FilterCodeSource source, int round) throws FilterException {
        ThreadsLeft threads = ThreadsLeft.since(FilterHarness.OWN_THREADS);
        FilterCodeSource.Loaded code = source.load();
        boolean gone;
        try (var harness = new FilterHarness()) {
            try {
                gone = drive(harness, code, round);
            } finally {
                take(harness);
            }
        }
        if (!gone) {
            return;
        }
        for (Thread thread : threads.after(GRACE)) {
            add(
                    Rule.THREAD_LEFT,
                    "thread '" + thread.getName() + "' goes on after the unload",
                    ThreadsLeft.stack(thread));
        }
        List<String> holders = code.close();
        if (!holders.isEmpty()) {
            add(Rule.LOADER_LEFT, "the filter's class loader is not collected", String.join("\n", holders));
        }
    }

    /** Returns whether the filter is gone at the end. */
    private boolean drive(FilterHarness harness, FilterCodeSource.Loaded code, int round) throws FilterException {
        var settings = new VerifierSettings(harness.threads(), GRACE, Duration.ZERO, () -> 0);
        harness.manager()
                .load(
                        definition,
                        () -> new VerifiedFilter(
                                code.constructor().get(), harness.manager().findings(), settings),
                        configuration,
                        harness.events());
        attachIfNot(harness);
        script(harness);
        refusable("detach", () -> harness.detach(definition.name()));
        attachIfNot(harness);
        boolean gone = round == 0 ? unload(harness) : stopUnderLoad(harness);
        operations += harness.volume().totals().values().stream()
                .mapToLong(totals -> totals.count())
                .sum();
        return gone;
    }

    private void script(FilterHarness harness) {
        String hangs = new VerificationScript(harness).run(step);
        if (!hangs.isEmpty()) {
            note("the operations after '" + hangs + "' were not run: it did not end");
        }
    }

    private void attachIfNot(FilterHarness harness) {
        if (harness.volume().instances().isEmpty()) {
            refusable("attach", () -> harness.attach(definition.name()));
        }
    }

    private interface Step {
        void run() throws FilterException;
    }

    private void refusable(String what, Step step) {
        try {
            step.run();
        } catch (FilterException refused) {
            note(what + " by hand was refused: " + refused.getMessage());
        }
    }

    /** Asked politely; what refuses goes on, and is stopped. */
    private boolean unload(FilterHarness harness) {
        UnloadResult result = ask(harness, false);
        if (result.outcome() != UnloadResult.Outcome.REFUSED) {
            return ended(harness, result);
        }
        note("the unload was refused with " + result.status() + "; the filter was stopped");
        script(harness);
        return stop(harness);
    }

    private boolean stop(FilterHarness harness) {
        UnloadResult result = ask(harness, true);
        if (result.outcome() == UnloadResult.Outcome.REFUSED) {
            UnloadResult polite = ask(harness, false);
            if (polite.outcome() == UnloadResult.Outcome.REFUSED) {
                note("the stop was refused too with " + result.status()
                        + ": threads and class loader that the filter might leave were not looked for");
                harness.manager().shutdown();
                return false;
            }
            return ended(harness, polite);
        }
        return ended(harness, result);
    }

    /** A program waits for a lock meanwhile: its operation is drained. */
    private boolean stopUnderLoad(FilterHarness harness) {
        harness.manager().shutdown();
        Result opened = harness.create("waiting.txt");
        if (!opened.hasHandle()) {
            return stop(harness);
        }
        FileHandleObject handle = opened.handle();
        harness.lock(handle, 1, 0, 9, HandleCalls.WRITE_LOCK, false);
        Background waits = harness.background(() -> harness.lock(handle, 2, 0, 9, HandleCalls.WRITE_LOCK, true));
        try {
            return stop(harness);
        } finally {
            harness.lock(handle, 1, 0, 9, HandleCalls.UNLOCK, false);
            waits.cancel();
            waits.await();
            harness.close(handle);
        }
    }

    private UnloadResult ask(FilterHarness harness, boolean mandatory) {
        Consumer<String> silent = progress -> {};
        return harness.manager().unload(new UnloadRequest(definition.name(), mandatory, UNLOAD, true, silent));
    }

    private boolean ended(FilterHarness harness, UnloadResult result) {
        if (result.outcome() != UnloadResult.Outcome.TIMED_OUT) {
            return true;
        }
        add(Rule.UNLOAD_HANGS, "an unload did not end in " + UNLOAD.toSeconds() + " s", result.message());
        harness.manager().abandon(definition.name());
        return false;
    }

    private void note(String text) {
        if (!notes.contains(text)) {
            notes.add(text);
        }
    }

    private void take(FilterHarness harness) {
        for (Finding finding : Rule.distinct(harness.manager().findings().all())) {
            add(Rule.of(finding), Rule.words(finding), finding.count(), finding.detail());
        }
    }

    private void add(Rule rule, String what, String detail) {
        add(rule, what, 1, detail);
    }

    private void add(Rule rule, String what, long count, String detail) {
        violations.merge(
                new Key(rule, what),
                new VerificationReport.Violation(
                        rule, what, count, detail.lines().toList()),
                (first, next) ->
                        new VerificationReport.Violation(rule, what, first.count() + next.count(), first.detail()));
    }
}
