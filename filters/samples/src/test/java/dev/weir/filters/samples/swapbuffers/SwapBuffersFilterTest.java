package dev.weir.filters.samples.swapbuffers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterException;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.FilterHarness;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SwapBuffersFilterTest {
    @Test
    void nobodySeesADifference() throws FilterException {
        try (var harness = new FilterHarness()) {
            byte[] written = new byte[100_000];
            new Random(1).nextBytes(written);
            harness.load("swapbuffers", "141000", SwapBuffersFilter::new, Map.of());
            var handle = harness.create("a").handle();
            byte[] given = written.clone();
            assertThat(harness.write(handle, 0, given).information()).isEqualTo(given.length);
            assertThat(given).isEqualTo(written);
            assertThat(harness.read(handle, 0, written.length).bytes()).isEqualTo(written);
            assertThat(harness.read(handle, 99_990, 4096).information()).isEqualTo(10);
            assertThat(harness.read(handle, 200_000, 4096).information()).isZero();
            assertThat(harness.list("")).isEqualTo(List.of("a"));
            assertThat(harness.unload("swapbuffers").outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(harness.read(handle, 0, written.length).bytes()).isEqualTo(written);
            harness.close(handle);
            assertThat(harness.manager().findings().all()).isEmpty();
        }
    }
}
