package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Altitude;
import dev.weir.MajorFunction;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.manager.conformance.Rigs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work that was queued from a callback waits for that to return, and is dropped with it. */
@Timeout(60)
class DeferredItemsTest {
    private final Rigs rig = Rigs.quiet();
    private final LayerSlot slot = new LayerSlot();
    private final DeferredItems deferred = new DeferredItems();
    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    private FilterObject filter;
    private WorkItems work;

    @BeforeEach
    void enter() throws Exception {
        var definition = new FilterDefinition(
                "f", Optional.empty(), List.of(new InstanceDefinition("i", Altitude.of("1"), false, false)), "i");
        filter = new FilterObject(rig.manager(), definition);
        var instance = new InstanceObject("i", Altitude.of("1"), filter, rig.volume());
        var registration = Registration.builder()
                .everyOperation((data, objects) -> PreOperationStatus.SUCCESS_NO_CALLBACK, null)
                .build();
        work = instance.work();
        slot.enter(
                new CallbackNode(
                        instance, registration.operation(MajorFunction.READ).orElseThrow()),
                0);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private WorkItems.Item item(String name) throws Exception {
        return work.hold(name, () -> ran.add(name));
    }

    private String next() throws InterruptedException {
        return ran.poll(30, TimeUnit.SECONDS);
    }

    private Operation operation() {
        Operation operation = rig.volume().newOperation(Rigs.NOBODY);
        Requests.getattr(operation, 0);
        return operation;
    }

    @Test
    void workOfARunningCallbackIsTakenOnceAndThenRuns() throws Exception {
        deferred.add(slot, item("one"));
        deferred.add(slot, item("two"));

        assertThat(slot.marks()).isEqualTo(LayerSlot.DEFERRED);
        assertThat(work.size()).isEqualTo(2);
        assertThat(ran).isEmpty();

        WorkItems.Item taken = deferred.take(slot);
        assertThat(slot.marks()).isZero();
        assertThat(deferred.take(slot)).isNull();
        DeferredItems.start(taken);

        assertThat(List.of(next(), next())).containsExactlyInAnyOrder("one", "two");
        await().atMost(30, TimeUnit.SECONDS).until(() -> work.size() == 0);
    }

    @Test
    void workOnWhatIsKeptRunsAtOnce() throws Exception {
        slot.state(LayerSlot.PENDED);

        deferred.add(slot, item("one"));

        assertThat(next()).isEqualTo("one");
        assertThat(slot.marks()).isZero();
        assertThat(deferred.take(slot)).isNull();
    }

    @Test
    void whatOneCallbackQueuedIsNotTheNextOnes() throws Exception {
        deferred.add(slot, item("first"));
        assertThat(deferred.take(slot)).isNotNull();
        deferred.add(slot, item("second"));

        DeferredItems.start(deferred.take(slot));

        assertThat(next()).isEqualTo("second");
        assertThat(work.size()).as("the first was taken and never started").isBetween(1, 2);
        await().atMost(30, TimeUnit.SECONDS).until(() -> work.size() == 1);
        assertThat(ran).isEmpty();
    }

    @Test
    void nothingTakenStartsNothing() {
        DeferredItems.start(deferred.take(slot));
        assertThat(ran).isEmpty();
    }

    @Test
    void whatTheCallbackDidNotKeepIsDroppedAndFound() throws Exception {
        deferred.add(slot, item("one"));
        deferred.add(slot, item("two"));

        deferred.drop(slot, operation());

        assertThat(work.size()).isZero();
        assertThat(slot.marks()).isZero();
        assertThat(rig.manager().findings().all()).singleElement().satisfies(finding -> {
            assertThat(finding.what()).isEqualTo("deferred work on an operation that it did not keep");
            assertThat(finding.toString()).contains("f", "getattr");
        });
        deferred.drop(slot, operation());
        assertThat(rig.manager().findings().all()).hasSize(1);
    }

    @Test
    void whereNothingRunsNobodyWaits() {
        slot.state(LayerSlot.PENDED);
        deferred.awaitReturn(slot, () -> {
            throw new AssertionError("nobody is to be asked for");
        });
    }

    @Test
    void theCallbackItselfDoesNotWaitForItsReturn() {
        deferred.awaitReturn(slot, Thread::currentThread);
        deferred.awaitReturn(slot, () -> null);
        assertThat(slot.isRunning()).isTrue();
    }

    @Test
    void anotherThreadWaitsUntilTheCallbackHasReturned() throws Exception {
        Thread callback = Thread.currentThread();
        var waiting = Thread.ofPlatform().daemon().start(() -> {
            deferred.awaitReturn(slot, () -> callback);
            ran.add(slot.isRunning() ? "too early" : "returned");
        });
        await().atMost(30, TimeUnit.SECONDS).until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        slot.state(LayerSlot.PENDED);

        assertThat(next()).isEqualTo("returned");
        assertThat(waiting.join(java.time.Duration.ofSeconds(30))).isTrue();
    }
}
