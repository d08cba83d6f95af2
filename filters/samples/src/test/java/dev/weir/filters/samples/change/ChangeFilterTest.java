package dev.weir.filters.samples.change;

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
class ChangeFilterTest {
    private final FilterHarness harness = new FilterHarness();

    @BeforeEach
    void load() throws FilterException {
        harness.close(harness.create("old").handle());
        harness.load("change", "370130", ChangeFilter::new, Map.of());
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void aFileIsPrintedOnceHoweverOftenItWasWritten() {
        var handle = harness.open("old", 2).handle();
        harness.write(handle, 0, "text");
        harness.write(handle, 4, "text");
        harness.truncate(handle, 2);
        assertThat(Lines.of(harness)).isEmpty();
        harness.close(handle);
        assertThat(Lines.of(harness)).containsExactly("changed(old, changes=3)");
    }

    @Test
    void readingAndRefusedChangesAreNone() {
        var handle = harness.open("old", 0).handle();
        harness.read(handle, 0, 10);
        harness.write(handle, 0, "refused");
        harness.chmod("old", 0600);
        harness.close(handle);
        assertThat(Lines.of(harness)).isEmpty();
    }

    @Test
    void aTruncationByNameAndOneByAnOpenCount() {
        harness.truncate("old", 7);
        assertThat(Lines.of(harness)).containsExactly("changed(old, changes=1)");
        harness.close(harness.open("old", 0x201).handle());
        assertThat(Lines.of(harness)).containsExactly("changed(old, changes=1)", "changed(old, changes=1)");
    }

    @Test
    void aCopyChangesItsTarget() {
        var from = harness.open("old", 2).handle();
        harness.write(from, 0, "text");
        harness.close(from);
        var again = harness.open("old", 0).handle();
        var to = harness.create("new").handle();
        harness.copyRange(again, 0, to, 0, 4);
        harness.close(again);
        harness.close(to);
        assertThat(Lines.of(harness)).containsExactly("changed(old, changes=1)", "changed(new, changes=1)");
    }
}
