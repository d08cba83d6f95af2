package dev.weir.filters.passall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterException;
import dev.weir.MajorFunction;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.manager.OperationOwner;
import dev.weir.manager.Requests;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.FilterHarness;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PassAllFilterTest {
    private static final int WARM_UP = 50_000;
    private static final int MEASURED = 100_000;

    @Test
    void changesNothingAndSeesEverything() throws FilterException {
        try (var harness = new FilterHarness()) {
            var filter = harness.load("passall", "370030", PassAllFilter::new, Map.of());
            for (MajorFunction major : MajorFunction.values()) {
                assertThat(harness.volume().wants(major)).as(major.name()).isTrue();
            }
            assertThat(harness.volume().wantsCachedData()).isTrue();
            FileHandleObject handle = harness.create("a").handle();
            assertThat(harness.write(handle, 0, "text").information()).isEqualTo(4);
            assertThat(harness.read(handle, 0, 9).text()).isEqualTo("text");
            assertThat(harness.close(handle).succeeded()).isTrue();
            // create, write, read, close, cleanup, release.
            assertThat(filter.counts().pre()).isEqualTo(6);
            assertThat(filter.counts().preWithCallback()).isEqualTo(6);
            assertThat(filter.counts().post()).isEqualTo(6);
            assertThat(filter.counts().exceptions()).isZero();
        }
    }

    @Test
    void whatThePageCacheAnswersIsLeftToItWhereThatIsWanted() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load("passall", "370030", PassAllFilter::new, Map.of("cached", true));
            assertThat(harness.volume().wantsData()).isTrue();
            assertThat(harness.volume().wantsCachedData()).isFalse();
        }
    }

    @Test
    void withoutThatItSeesCachedDataToo() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load("passall", "370030", PassAllFilter::new, Map.of("cached", false));
            assertThat(harness.volume().wantsCachedData()).isTrue();
        }
    }

    @Test
    void presWithCallbackArePostsAndDrainedOnes() throws FilterException {
        try (var harness = new FilterHarness()) {
            var filter = harness.load("passall", "370030", PassAllFilter::new, Map.of());
            FileHandleObject handle = harness.create("a").handle();
            harness.base().stall(OperationKind.READ);
            var reading = harness.background(() -> harness.read(handle, 0, 1));
            Awaitility.await().until(() -> harness.base().stuck(OperationKind.READ) == 1);
            var result = harness.unload("passall");
            harness.base().release();
            assertThat(reading.await().succeeded()).isTrue();
            assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(result.drained()).isEqualTo(1);
            var counters = filter.counts();
            assertThat(counters.preWithCallback()).isEqualTo(counters.post() + counters.drained());
            assertThat(harness.manager().findings().all()).isEmpty();
        }
    }

    @Test
    void aShutdownPassesWithoutAFinding() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load("passall", "370030", PassAllFilter::new, Map.of());
            harness.manager().shutdown();
            assertThat(harness.manager().findings().all()).isEmpty();
        }
    }

    /** Reads, writes and asks for attributes over and over on one thread, as a front's worker does. */
    @Test
    void allocatesNothingInSteadyState() throws FilterException {
        try (var harness = new FilterHarness();
                Arena arena = Arena.ofConfined()) {
            harness.load("passall", "370030", PassAllFilter::new, Map.of());
            FileHandleObject handle = harness.create("a").handle();
            harness.write(handle, 0, new byte[4096]);
            MemorySegment memory = arena.allocate(4096);
            var nobody = new OperationOwner() {
                @Override
                public void leaving(Operation operation) {
                    throw new AssertionError("nothing here leaves its thread");
                }

                @Override
                public void completed(Operation operation) {}
            };
            Operation operation = harness.volume().newOperation(nobody);
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            run(harness, operation, handle, memory, WARM_UP);
            long before = threads.getCurrentThreadAllocatedBytes();
            run(harness, operation, handle, memory, MEASURED);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            harness.volume().closeOperation(operation);
            // The measurement itself costs some hundred bytes.
            assertThat(allocated).isLessThan(4096);
        }
    }

    private static void run(
            FilterHarness harness, Operation operation, FileHandleObject handle, MemorySegment memory, int rounds) {
        boolean ended = true;
        for (int i = 0; i < rounds; i++) {
            Requests.write(operation, 0, 4096, handle.openFlags());
            operation.through(handle);
            operation.data(memory, 0, 4096);
            ended &= harness.volume().start(operation);
            Requests.read(operation, 0, 4096, handle.openFlags());
            operation.through(handle);
            operation.data(memory, 0, 4096);
            ended &= harness.volume().start(operation);
            Requests.getattr(operation, 0xFFF);
            operation.on(handle.node());
            ended &= harness.volume().start(operation) && operation.errno() == 0;
        }
        assertThat(ended).isTrue();
    }
}
