package dev.weir.service.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.manager.FilterCounters;
import dev.weir.manager.FilterObject;
import dev.weir.manager.UnloadResult;
import dev.weir.service.Inside;
import dev.weir.service.events.EventSubscription;
import dev.weir.service.filter.LoaderProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * The filters that Weir brings are loaded, detached, attached and unloaded again and again through the service, under a mixed load, and nothing is left behind. The number of cycles is the
 * system property {@code weir.cycles}, 300 unless said.
 */
class SoakTest {
    private static final int CYCLES = Integer.getInteger("weir.cycles", 300);
    private static final int WARM_UP = Math.min(100, CYCLES / 3);
    private static final List<String> FILTERS = List.of("passall", "spy", "protect");

    /** Workers of the front and idle threads of the executors come and go with the load; the front keeps up to four workers spare. */
    private static final int THREADS = 6;

    /** What the JDK makes of its own as calls get hot: hidden classes behind reflection and method handles. A class leaked in a cycle would be hundreds. */
    private static final int CLASSES = 24;

    private static final long HEAP = 1 << 20;

    private long drained;
    private long waited;
    private long seen;
    private long collected;
    private final List<LoaderProof> proofs = new ArrayList<>();

    @Test
    void nothingIsLeftBehind() throws Exception {
        try (var served = new Served();
                var load = new MixedLoad(served);
                EventSubscription events = served.weir.events().subscribe(1024, event -> true)) {
            Footprint early = null;
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                if (cycle == WARM_UP) {
                    awaitProofs();
                    early = rest(load);
                }
                cycle(served, cycle);
                while (events.next(0).isPresent()) {
                    seen++;
                }
            }
            awaitProofs();
            Footprint late = rest(load);
            long rounds = load.finish();
            System.out.printf(
                    "%d cycles: drained %d, waited for %d callbacks, %d class loaders collected, %d events seen, %d rounds of the programs%n  at cycle %d: %s%n  at the end: %s%n",
                    CYCLES, drained, waited, collected, seen, rounds, WARM_UP, early, late);
            assertThat(early).isNotNull();
            assertThat(late.descriptors()).as("descriptors").isEqualTo(early.descriptors());
            assertThat(late.threads()).as("threads").isLessThanOrEqualTo(early.threads() + THREADS);
            assertThat(late.classes()).as("classes").isLessThanOrEqualTo(early.classes() + CLASSES);
            assertThat(late.heap()).as("heap").isLessThanOrEqualTo(early.heap() + HEAP);
            assertThat(drained).isGreaterThan(CYCLES / 10);
            assertThat(seen).isPositive();
            assertThat(served.weir.manager().findings().all()).isEmpty();
        }
    }

    private static Footprint rest(MixedLoad load) throws Exception {
        load.pause();
        Footprint held = Footprint.settled();
        load.resume();
        return held;
    }

    private void cycle(Served served, int cycle) throws Exception {
        List<FilterObject> loaded = new ArrayList<>();
        for (String name : FILTERS) {
            loaded.add(served.load(name));
        }
        LockSupport.parkNanos(2_000_000);
        String moved = FILTERS.get(cycle % FILTERS.size());
        served.detach(moved);
        served.attach(moved);
        for (FilterObject filter : loaded) {
            UnloadResult result = Inside.unload(served.weir, filter.name());
            assertThat(result.outcome()).as(result.message()).isEqualTo(UnloadResult.Outcome.UNLOADED);
            proofs.add(Inside.proof(served.weir, filter.name()));
            FilterCounters counts = filter.counts();
            assertThat(counts.preWithCallback())
                    .as("cycle %d: %s %s", cycle, filter, counts)
                    .isEqualTo(counts.post() + counts.drained());
            assertThat(counts.exceptions()).isZero();
            drained += counts.drained();
            waited += result.waited();
        }
        if (cycle % 20 == 0) {
            awaitProofs();
        }
    }

    private void awaitProofs() throws Exception {
        for (LoaderProof proof : proofs) {
            String said = proof.await(Duration.ofSeconds(30));
            assertThat(said).startsWith("class loader collected");
            collected++;
        }
        proofs.clear();
    }
}
