package hello;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.FilterException;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.FilterHarness;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HelloFilterTest {
    @Test
    void keepsWhatIsToBeKept() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load("hello", "370000", HelloFilter::new, Map.of());
            harness.create("a.keep");
            harness.create("b");

            assertThat(harness.unlink("a.keep").errno()).isEqualTo(Errno.EACCES);
            assertThat(harness.unlink("b").succeeded()).isTrue();
            assertThat(harness.list("")).containsExactly("a.keep");
            assertThat(harness.unload("hello").outcome()).isEqualTo(Outcome.UNLOADED);
        }
    }
}
