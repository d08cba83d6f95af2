package dev.weir.filters.samples.namechanger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FileNameFormat;
import dev.weir.FileNameQuery;
import dev.weir.FilterException;
import dev.weir.filters.samples.ctx.CtxFilter;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.FilterHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NameChangerFilterTest {
    private static void load(FilterHarness harness) throws FilterException {
        harness.load("namechanger", "135100", NameChangerFilter::new, Map.of("real", "A/B", "user", "X/Y"));
    }

    @Test
    void theDirectoryAppearsElsewhere() throws FilterException {
        try (var harness = new FilterHarness()) {
            for (String directory : List.of("A", "A/B", "A/C", "X", "X/Z")) {
                harness.mkdir(directory);
            }
            var real = harness.lookup("A/B").node();
            load(harness);
            assertThat(harness.lookup("X/Y").orFail().node()).isSameAs(real);
            assertThat(harness.list("A")).containsExactly("C");
            assertThat(harness.list("X")).containsExactlyInAnyOrder("Y", "Z");
            assertThat(harness.unload("namechanger").outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(harness.lookup("X/Y").succeeded()).isFalse();
            assertThat(harness.list("A")).containsExactly("B", "C");
            assertThat(harness.manager().findings().all()).isEmpty();
        }
    }

    @Test
    void filtersAboveAreToldTheNamesThatProgramsKnow() throws FilterException {
        try (var harness = new FilterHarness()) {
            for (String directory : List.of("A", "A/B", "X")) {
                harness.mkdir(directory);
            }
            var file = harness.create("A/B/file").handle();
            load(harness);
            harness.load("above", "370120", CtxFilter::new, Map.of());
            var above = harness.volume().instances().getFirst();
            var below = harness.volume().instances().getLast();
            assertThat(above.names()
                            .of(file.node(), FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT)
                            .path()
                            .text())
                    .isEqualTo("X/Y/file");
            assertThat(below.names()
                            .of(file.node(), FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT)
                            .path()
                            .text())
                    .isEqualTo("A/B/file");
            harness.close(file);
        }
    }

    @Test
    void itDoesNotAttachWhereTheDirectoriesAreNot() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.mkdir("X");
            load(harness);
            assertThat(harness.volume().instances()).isEmpty();
        }
    }
}
