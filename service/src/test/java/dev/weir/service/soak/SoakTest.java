package dev.weir.service.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.NtStatus;
import dev.weir.manager.FilterObject;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.service.Inside;
import dev.weir.service.events.EventSubscription;
import dev.weir.service.filter.LoaderProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * The filters that Weir brings are loaded, detached, attached, refuse, and are unloaded, again and again through the service, under a mixed load, and nothing is left behind. The number of cycles is the
 * system property {@code weir.cycles}, 300 unless said; it goes on beyond that, up to four times as long, until the teardowns have met enough operations: on a quiet machine they meet fewer.
 */
class SoakTest {
    private static final int CYCLES = Integer.getInteger("weir.cycles", 300);
    private static final int WARM_UP = Math.min(100, CYCLES / 3);

    /** The last of them refuses to be unloaded, and is stopped. */
    private static final List<String> FILTERS = List.of("passall", "spy", "protect");

    private static final Map<String, String> SEALED = Map.of("globs", "*.protected", "sealed", "true");

    /** The front keeps up to eight workers spare. */
    private static final int ELASTIC = 10;

    /**
     * What the JDK and the libraries load or make once, at a first use that comes late: hidden classes behind method handles, types that only a rare way or the compiler looks at. A class leaked in a cycle would be
     * hundreds.
     */
    private static final int CLASSES = 24;

    private static final long HEAP = 1 << 20;

    /** Which files the kernel knows at the moment that is measured depends on where the programs are. One left in a cycle would be hundreds. */
    private static final int FILES = 8;

    private final Map<String, SoakTotals> totals = SoakTotals.of(FILTERS);
    private final List<LoaderProof> proofs = new ArrayList<>();
    private long seen;
    private long collected;

    @Test
    void nothingIsLeftBehind() throws Exception {
        try (var served = new Served();
                var load = new MixedLoad(served);
                EventSubscription events = served.weir.events().subscribe(1024, event -> true)) {
            // What measuring loads itself is there before it counts.
            Footprint early = Footprint.settled();
            int cycle = 0;
            for (; cycle < CYCLES || cycle < 4 * CYCLES && !hasMetEnough(); cycle++) {
                if (cycle == WARM_UP) {
                    awaitProofs();
                    load.pause();
                    early = Footprint.settled();
                    load.resume();
                }
                cycle(served, cycle);
                while (events.next(0).isPresent()) {
                    seen++;
                }
            }
            awaitProofs();
            load.pause();
            Footprint late = Footprint.settled(early);
            load.resume();
            long rounds = load.finish();
            System.out.printf(
                    "%d cycles: %s%n  %d class loaders collected, %d events seen, %d rounds of the programs%n  at cycle %d: %s%n  at the end: %s%n  classes since: %s%n  descriptors since: %s%n",
                    cycle,
                    totals,
                    collected,
                    seen,
                    rounds,
                    WARM_UP,
                    early,
                    late,
                    late.classesSince(early),
                    late.descriptorsSince(early));
            long known = late.descriptorsBelow(served.directory);
            long knownEarly = early.descriptorsBelow(served.directory);
            assertThat(late.descriptorCount() - known)
                    .as("descriptors: %s", late.descriptorsSince(early))
                    .isLessThanOrEqualTo(early.descriptorCount() - knownEarly);
            assertThat(known)
                    .as("of the volume's files: %s", late.descriptorsSince(early))
                    .isLessThanOrEqualTo(knownEarly + FILES);
            // There may be fewer: an idle thread of an earlier test in this JVM ends meanwhile.
            assertThat(late.steady()).as("threads but workers").isLessThanOrEqualTo(early.steady());
            assertThat(late.elastic()).as("workers").isLessThanOrEqualTo(early.elastic() + ELASTIC);
            assertThat(late.filterClasses()).as("classes of filters").isEqualTo(early.filterClasses());
            assertThat(late.classCount())
                    .as("classes: %s", late.classesSince(early))
                    .isLessThanOrEqualTo(early.classCount() + CLASSES);
            assertThat(late.heap()).as("heap").isLessThanOrEqualTo(early.heap() + HEAP);
            assertThat(hasMetEnough()).as("%s", totals).isTrue();
            assertThat(seen).isPositive();
            assertThat(served.weir.manager().findings().all()).isEmpty();
        }
    }

    /** A thousand cycles drain a thousand operations, wait for a hundred callbacks and are refused a hundred times. */
    private boolean hasMetEnough() {
        SoakTotals all = SoakTotals.sum(totals.values());
        return all.drained() > CYCLES && all.waited() > CYCLES / 10 && all.refused() > CYCLES / 10;
    }

    private void cycle(Served served, int cycle) throws Exception {
        List<FilterObject> loaded = new ArrayList<>();
        for (String name : FILTERS) {
            loaded.add(name.equals("protect") ? served.load(name, name, SEALED) : served.load(name));
        }
        LockSupport.parkNanos(2_000_000);
        String moved = FILTERS.get(cycle % 2);
        served.detach(moved);
        served.attach(moved);
        for (FilterObject filter : loaded) {
            UnloadResult result = Inside.unload(served.weir, filter.name());
            boolean refused = result.outcome() == Outcome.REFUSED;
            if (filter.name().equals("protect")) {
                assertThat(result.status()).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
                result = Inside.stop(served.weir, filter.name());
            }
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.UNLOADED);
            proofs.add(Inside.proof(served.weir, filter.name()));
            totals.merge(filter.name(), SoakTotals.of(filter.counts(), result, refused), SoakTotals::plus);
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
