package dev.weir.filters.samples.simrep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.FilterException;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.FilterHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimRepFilterTest {
    @Test
    void onePathIsTheOther() throws FilterException {
        try (var harness = new FilterHarness()) {
            for (String directory : List.of("a", "a/b", "x")) {
                harness.mkdir(directory);
            }
            var real = harness.lookup("a/b").node();
            harness.load("simrep", "370150", SimRepFilter::new, Map.of("from", "/x/y", "to", "/a/b"));

            var same = harness.lookup("x/y").orFail();
            assertThat(same.node()).isSameAs(real);
            assertThat(same.attributes().inode()).isEqualTo(real.inode());
            assertThat(harness.list("x")).isEmpty();
            assertThat(harness.lookup("x/z").succeeded()).isFalse();

            assertThat(harness.unload("simrep").outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(harness.lookup("x/y").succeeded()).isFalse();
            assertThat(harness.manager().findings().all()).isEmpty();
        }
    }

    @Test
    void aFileMadeUnderTheOnePathIsMadeUnderTheOther() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.mkdir("a");
            harness.mkdir("x");
            harness.load("simrep", "370150", SimRepFilter::new, Map.of("from", "x/file", "to", "a/file"));
            harness.close(harness.create("x/file").handle());
            assertThat(harness.list("a")).containsExactly("file");
            assertThat(harness.list("x")).isEmpty();
        }
    }

    @Test
    void theRootLeadsNowhereElse() {
        try (var harness = new FilterHarness()) {
            assertThatThrownBy(
                            () -> harness.load("simrep", "370150", SimRepFilter::new, Map.of("from", "/", "to", "a")))
                    .isInstanceOf(FilterException.class);
        }
    }
}
