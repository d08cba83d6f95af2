package dev.weir.filters.nullfilter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterException;
import dev.weir.MajorFunction;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.FilterHarness;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NullFilterTest {
    @Test
    void isOnNoOperationsWay() throws FilterException {
        try (var harness = new FilterHarness()) {
            var filter = harness.load("null", "370020", NullFilter::new, Map.of());
            assertThat(harness.volume().instances()).hasSize(1);
            for (MajorFunction major : MajorFunction.values()) {
                assertThat(harness.volume().wants(major)).as(major.name()).isFalse();
            }
            assertThat(harness.create("a").succeeded()).isTrue();
            assertThat(filter.counts().pre()).isZero();
        }
    }

    @Test
    void canBeDetachedAttachedAndUnloaded() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load("null", "370020", NullFilter::new, Map.of());
            harness.detach("null");
            assertThat(harness.volume().instances()).isEmpty();
            harness.attach("null");
            assertThat(harness.volume().instances()).hasSize(1);
            assertThat(harness.unload("null").outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(harness.manager().findings().all()).isEmpty();
        }
    }
}
