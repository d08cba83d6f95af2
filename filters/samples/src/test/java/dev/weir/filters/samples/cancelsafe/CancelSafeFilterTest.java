package dev.weir.filters.samples.cancelsafe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.FilterException;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.Background;
import dev.weir.testkit.FilterHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancelSafeFilterTest {
    private static final long HOUR = 3_600_000;

    private final FilterHarness harness = new FilterHarness();

    @BeforeEach
    void makeFiles() {
        harness.mkdir("testdir");
        for (String path : List.of("testdir/slow", "fast")) {
            var handle = harness.create(path).handle();
            harness.write(handle, 0, path);
            harness.close(handle);
        }
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private void load(long delay) throws FilterException {
        harness.load("cancelsafe", "370110", CancelSafeFilter::new, Map.of("path", "/testdir", "delay", delay));
    }

    private Background readSlowly(FileHandleObject handle) {
        int before = pended();
        var reading = harness.background(() -> harness.read(handle, 0, 100));
        Awaitility.await().until(() -> pended() > before);
        return reading;
    }

    private int pended() {
        return (int) harness.manager().inFlight().stream()
                .filter(operation -> operation.operation().equals("read"))
                .count();
    }

    @Test
    void aReadInTheDirectoryTakesItsTime() throws FilterException {
        load(300);
        var handle = harness.open("testdir/slow", 0).handle();
        long before = System.nanoTime();
        assertThat(harness.read(handle, 0, 100).text()).isEqualTo("testdir/slow");
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(300_000_000L);
        // The work item ends with the queue, and comes again.
        assertThat(harness.read(handle, 0, 100).text()).isEqualTo("testdir/slow");
        harness.close(handle);
    }

    @Test
    void otherReadsDoNot() throws FilterException {
        load(HOUR);
        var handle = harness.open("fast", 0).handle();
        assertThat(harness.read(handle, 0, 100).text()).isEqualTo("fast");
        harness.close(handle);
    }

    @Test
    void aReadThatIsGivenUpEndsAtOnce() throws FilterException {
        load(HOUR);
        var handle = harness.open("testdir/slow", 0).handle();
        var reading = readSlowly(handle);
        reading.cancel();
        assertThat(reading.await().errno()).isEqualTo(Errno.EINTR);
        harness.close(handle);
        assertThat(harness.unload("cancelsafe").outcome()).isEqualTo(Outcome.UNLOADED);
    }

    @Test
    void whoeverWaitsGetsTheDataWhenTheFilterGoes() throws FilterException {
        load(HOUR);
        var handle = harness.open("testdir/slow", 0).handle();
        var waiting = new ArrayList<Background>();
        for (int i = 0; i < 20; i++) {
            waiting.add(readSlowly(handle));
        }
        harness.detach("cancelsafe");
        for (Background reading : waiting) {
            assertThat(reading.await().text()).isEqualTo("testdir/slow");
        }
        harness.close(handle);
        assertThat(harness.unload("cancelsafe").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(harness.manager().findings().all()).isEmpty();
    }
}
