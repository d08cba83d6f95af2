package tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.FilterException;
import dev.weir.Instance;
import dev.weir.manager.UnloadResult;
import dev.weir.testkit.FilterHarness;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyFilterTest {
    @Test
    void countsPerFileAndHoldsAQuotaPerOpenFile() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load("tally", "385000", TallyFilter::new, Map.of());
            Instance instance = harness.volume().instances().getFirst();
            var first = harness.create("a").handle();
            var second = harness.open("a", 2).handle();

            assertThat(harness.write(first, 0, "x".repeat(80)).succeeded()).isTrue();
            assertThat(harness.write(first, 0, "x".repeat(80)).errno()).isEqualTo(Errno.ENOSPC);
            assertThat(harness.write(second, 0, "x".repeat(80)).succeeded()).isTrue();
            assertThat(TallyFilter.written(instance, first.node())).isEqualTo(160);

            harness.close(first);
            assertThat(Quota.OUT).hasValue(1);
            UnloadResult result = harness.unload("tally");
            assertThat(result.contextsFreed()).isEqualTo(2);
            assertThat(Quota.OUT).hasValue(0);
        }
    }
}
