package versions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterException;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.FilterHarness;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionsFilterTest {
    @Test
    void keepsWhatAFileWas() throws FilterException {
        try (var harness = new FilterHarness()) {
            var file = harness.create("file").handle();
            harness.write(file, 0, "the first version");
            harness.load("versions", "180000", VersionsFilter::new, Map.of());

            harness.write(file, 4, "other");
            harness.truncate("file", 0);
            harness.close(file);

            var kept = harness.open(".versions/file", 0).handle();
            assertThat(harness.read(kept, 0, 100).text()).isEqualTo("the first version");
            harness.close(kept);
            assertThat(harness.unload("versions").outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(harness.manager().findings().all()).isEmpty();
            assertThat(harness.base().openFiles()).isZero();
        }
    }
}
