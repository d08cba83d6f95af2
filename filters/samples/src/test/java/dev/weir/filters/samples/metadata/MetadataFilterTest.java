package dev.weir.filters.samples.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterException;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.FilterHarness;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetadataFilterTest {
    private static String content(FilterHarness harness) {
        var handle = harness.open(MetadataFilter.FILE, 0).handle();
        String text = harness.read(handle, 0, 100).text();
        harness.close(handle);
        return text;
    }

    @Test
    void attachesByItselfOnlyWhereItsFileIs() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load("metadata", "370160", MetadataFilter::new, Map.of());
            assertThat(harness.volume().instances()).isEmpty();
            assertThat(harness.list("")).isEmpty();
            harness.attach("metadata");
            assertThat(content(harness)).isEqualTo("attached 1 times\n");
            assertThat(harness.unload("metadata").outcome()).isEqualTo(Outcome.UNLOADED);

            harness.load("metadata", "370160", MetadataFilter::new, Map.of());
            assertThat(harness.volume().instances()).hasSize(1);
            assertThat(content(harness)).isEqualTo("attached 2 times\n");
        }
    }

    @Test
    void letsGoOfItsFileAtADetach() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load("metadata", "370160", MetadataFilter::new, Map.of());
            harness.attach("metadata");
            assertThat(harness.base().openFiles()).isEqualTo(1);
            harness.detach("metadata");
            assertThat(harness.base().openFiles()).isZero();
            harness.attach("metadata");
            assertThat(harness.unload("metadata").outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(harness.base().openFiles()).isZero();
            assertThat(harness.manager().findings().all()).isEmpty();
        }
    }

    @Test
    void isFlushedAtAShutdown() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load("metadata", "370160", MetadataFilter::new, Map.of());
            harness.attach("metadata");
            harness.manager().shutdown();
            assertThat(content(harness)).isEqualTo("attached 1 times\n");
            assertThat(harness.manager().findings().all()).isEmpty();
        }
    }
}
