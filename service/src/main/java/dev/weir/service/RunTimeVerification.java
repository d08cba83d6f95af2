package dev.weir.service;

import dev.weir.Minifilter;
import dev.weir.linux.NativeThread;
import dev.weir.linux.ProcessCalls;
import dev.weir.manager.Finding;
import dev.weir.manager.Manager;
import dev.weir.manager.verify.Rule;
import dev.weir.manager.verify.ThreadsLeft;
import dev.weir.manager.verify.VerifiedFilter;
import dev.weir.manager.verify.VerifierSettings;
import dev.weir.service.control.JsonObject;
import dev.weir.service.filter.LoaderProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The verifier round one load of a filter that works, and what was found in that load. Holds nothing of the filter's. Safe on any thread. */
final class RunTimeVerification {
    private static final Duration GRACE = Duration.ofMillis(500);

    /** A look at a thread's locks walks through the heap: seldom enough that nobody waits for it. */
    private static final Duration LOCKS_EVERY = Duration.ofSeconds(1);

    private static final String THREADS_OF_OURS = "weir-";

    private final String filter;
    private final Manager manager;
    private final Map<String, Long> before;
    private final ThreadsLeft threads = ThreadsLeft.since(THREADS_OF_OURS);
    private boolean ended;

    RunTimeVerification(String filter, Manager manager) {
        this.filter = filter;
        this.manager = manager;
        this.before = found().stream().collect(Collectors.toMap(Finding::what, Finding::count));
    }

    private List<Finding> found() {
        return manager.findings().all().stream()
                .filter(finding -> finding.filter().equals(filter))
                .toList();
    }

    Supplier<Minifilter> round(Supplier<Minifilter> constructor) {
        var settings = new VerifierSettings(
                manager.threads().administration(),
                GRACE,
                LOCKS_EVERY,
                () -> ProcessCalls.thread(NativeThread.current()));
        return () -> new VerifiedFilter(constructor.get(), manager.findings(), settings);
    }

    /** The filter is unloaded: looks once for what it left. Takes half a second where threads are left. */
    synchronized void end(LoaderProof loader, String proof) {
        if (ended) {
            return;
        }
        ended = true;
        for (Thread thread : threads.after(GRACE)) {
            record(
                    Rule.THREAD_LEFT,
                    "thread '" + thread.getName() + "', which began while it was loaded, goes on after the unload",
                    ThreadsLeft.stack(thread));
        }
        if (!loader.isCollected()) {
            record(Rule.LOADER_LEFT, "the filter's class loader is not collected", proof);
        }
    }

    private void record(Rule rule, String what, String detail) {
        manager.findings().found(filter, rule.says(what), detail);
    }

    /** What was found since the load, the first detail of each. */
    List<JsonObject> findings() {
        List<Finding> fresh = new ArrayList<>();
        for (Finding finding : found()) {
            long count = finding.count() - before.getOrDefault(finding.what(), 0L);
            if (count > 0) {
                fresh.add(new Finding(filter, finding.what(), count, finding.detail()));
            }
        }
        return Rule.distinct(fresh).stream().map(Views::finding).toList();
    }
}
