package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.FilterException;
import dev.weir.ObjectReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counters, references and tallies. */
class CountsTest {
    @Test
    void stripedCountersAddUpOverAllStripesAndKeepTheirNeighboursApart() {
        var counters = new StripedCounters(20);
        for (int stripe = 0; stripe < 40; stripe++) {
            for (int counter = 0; counter < 20; counter++) {
                counters.add(stripe, counter, counter + 1);
            }
        }
        for (int counter = 0; counter < 20; counter++) {
            assertThat(counters.sum(counter)).as("counter %d", counter).isEqualTo(40L * (counter + 1));
        }
    }

    @Test
    void theCountersOfAFilterComeInTheirOrder() {
        var counters = new StripedCounters(FilterCounters.COUNT);
        counters.add(0, FilterCounters.PRE, 1);
        counters.add(1, FilterCounters.PRE_WITH_CALLBACK, 2);
        counters.add(2, FilterCounters.POST, 3);
        counters.add(3, FilterCounters.DRAINED, 4);
        counters.add(4, FilterCounters.PENDED, 5);
        counters.add(5, FilterCounters.REFUSED, 6);
        counters.add(6, FilterCounters.EXCEPTIONS, 7);
        assertThat(FilterCounters.of(counters, new long[FilterCounters.COUNT]))
                .isEqualTo(new FilterCounters(1, 2, 3, 4, 5, 6, 7));
    }

    @Test
    void theEndComesWithTheLastReferenceAfterTheClose() throws Exception {
        List<String> ended = new ArrayList<>();
        var count = new ReferenceCount(() -> ended.add("end"));
        ObjectReference first = count.take("it");
        ObjectReference second = count.take("it");
        assertThat(count.held()).isEqualTo(2);
        first.close();
        first.close();
        assertThat(count.held()).isEqualTo(1);
        count.close();
        count.close();
        assertThat(ended).isEmpty();
        assertThat(count.held()).isEqualTo(1);
        assertThatThrownBy(() -> count.take("it"))
                .isInstanceOf(FilterException.class)
                .hasMessageContaining("it is being torn down");
        second.close();
        assertThat(ended).containsExactly("end");
        assertThat(count.held()).isZero();
    }

    @Test
    void withoutReferencesTheEndComesWithTheCloseAndNotBefore() throws Exception {
        List<String> ended = new ArrayList<>();
        var count = new ReferenceCount(() -> ended.add("end"));
        count.take("it").close();
        assertThat(ended).isEmpty();
        count.close();
        assertThat(ended).containsExactly("end");
    }

    @Test
    void aTallyAddsUpAndTellsWhatItWaitsFor() {
        List<String> told = new ArrayList<>();
        var tally = new TeardownTally(told::add);
        assertThat(tally.waitingFor()).isEmpty();
        tally.drained();
        tally.drained();
        tally.waited(3);
        tally.waited(4);
        tally.reissued();
        tally.waitingFor("somebody");
        tally.report();
        assertThat(tally.drainedCount()).isEqualTo(2);
        assertThat(tally.waitedCount()).isEqualTo(7);
        assertThat(tally.reissuedCount()).isEqualTo(1);
        assertThat(tally.waitingFor()).isEqualTo("somebody");
        assertThat(told).containsExactly("somebody");
    }
}
