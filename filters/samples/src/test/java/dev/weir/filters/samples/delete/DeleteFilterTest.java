package dev.weir.filters.samples.delete;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterException;
import dev.weir.filters.samples.Lines;
import dev.weir.testkit.FilterHarness;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeleteFilterTest {
    private final FilterHarness harness = new FilterHarness();

    @BeforeEach
    void load() throws FilterException {
        harness.load("delete", "370140", DeleteFilter::new, Map.of());
        harness.close(harness.create("a").handle());
        harness.close(harness.create("b").handle());
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void aFileThatNobodyHasOpenIsDeletedWithItsName() {
        harness.unlink("a");
        assertThat(Lines.of(harness)).containsExactly("name removed(a)", "deleted(a)");
    }

    @Test
    void anOpenOneIsDeletedAtItsLastClose() {
        var first = harness.open("a", 0).handle();
        var second = harness.open("a", 0).handle();
        harness.unlink("a");
        harness.close(first);
        assertThat(Lines.of(harness)).containsExactly("name removed(a)");
        harness.close(second);
        assertThat(Lines.of(harness)).containsExactly("name removed(a)", "deleted(a, at the last close)");
    }

    @Test
    void oneOfTwoNamesIsNotTheFile() {
        harness.link("a", "further");
        harness.unlink("a");
        assertThat(Lines.of(harness)).containsExactly("name removed(a)");
        harness.unlink("further");
        assertThat(Lines.of(harness)).containsExactly("name removed(a)", "name removed(further)", "deleted(further)");
    }

    @Test
    void aNameThatNobodyHasLookedUpCountsToo() {
        harness.link("a", "further");
        harness.forgetNodes();
        harness.unlink("a");
        assertThat(Lines.of(harness)).containsExactly("name removed(a)");
    }

    @Test
    void aRenameOnTopOfAFileDeletesThatFile() {
        harness.rename("a", "b");
        assertThat(Lines.of(harness)).containsExactly("name removed(b)", "deleted(b)");
    }

    @Test
    void anExchangeDeletesNothing() {
        harness.rename("a", "b", 2);
        assertThat(Lines.of(harness)).isEmpty();
    }

    @Test
    void aDirectoryIsDeletedToo() {
        harness.mkdir("d");
        harness.rmdir("d");
        assertThat(Lines.of(harness)).containsExactly("name removed(d)", "deleted(d)");
    }

    @Test
    void whatIsRefusedDeletesNothing() {
        harness.rmdir("a");
        harness.unlink("nothing");
        assertThat(Lines.of(harness)).isEmpty();
    }
}
