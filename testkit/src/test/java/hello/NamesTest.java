package hello;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterException;
import dev.weir.testkit.FilterHarness;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void namesFollowTheFile() throws FilterException {
        try (var harness = new FilterHarness()) {
            var where = new WhereFilter();
            harness.load("where", "370000", () -> where, Map.of());
            harness.mkdir("a");
            harness.close(harness.create("a/one.key").handle());

            harness.rename("a/one.key", "a/two.key");
            harness.rename("a", "b");
            harness.rename("b/two.key", "three");

            assertThat(where.moves)
                    .containsExactly("test/a/one.key is test/a/two.key now", "test/b/two.key is test/three now");
        }
    }

    @Test
    void aFilterAboveAProviderSeesItsNames() throws FilterException {
        try (var harness = new FilterHarness()) {
            var where = new WhereFilter();
            harness.load("where", "370000", () -> where, Map.of());
            harness.load("shelf", "360000", ShelfFilter::new, Map.of());
            harness.close(harness.create("one.key").handle());

            harness.rename("one.key", "two");

            assertThat(where.moves).containsExactly("test/shelf/one.key is test/shelf/two now");
        }
    }
}
