package dev.weir.filters.samples.ctx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterException;
import dev.weir.filters.samples.Lines;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.FilterHarness;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CtxFilterTest {
    @Test
    void countsOpensPerFileAndFollowsItsName() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load("ctx", "370120", CtxFilter::new, Map.of());
            var first = harness.create("a").handle();
            var second = harness.open("a", 0).handle();
            harness.close(first);
            harness.rename("a", "b");
            harness.close(second);
            assertThat(Lines.of(harness))
                    .containsExactly(
                            "cleanup(a, creates=2 cleanups=1 closes=0)",
                            "close(a, creates=2 cleanups=1 closes=1)",
                            "renamed(a, to=b)",
                            "cleanup(b, creates=2 cleanups=2 closes=1)",
                            "close(b, creates=2 cleanups=2 closes=2)");
        }
    }

    @Test
    void allContextsGoWithTheFilter() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load("ctx", "370120", CtxFilter::new, Map.of());
            var handle = harness.create("a").handle();
            var result = harness.unload("ctx");
            assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(result.contextsFreed()).isEqualTo(5);
            assertThat(harness.manager().findings().all()).isEmpty();
            harness.close(handle);
        }
    }

    @Test
    void aFileThatWasOpenBeforeIsNotCounted() throws FilterException {
        try (var harness = new FilterHarness()) {
            var handle = harness.create("a").handle();
            harness.load("ctx", "370120", CtxFilter::new, Map.of());
            harness.close(handle);
            assertThat(Lines.of(harness)).isEmpty();
        }
    }
}
