package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Altitude;
import dev.weir.CallbackData;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperation;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.manager.conformance.Rigs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an unload must not take from others, and what it must not leave. */
class UnloadRemainsTest {
    private final Rigs rig = Rigs.quiet();
    private final AtomicInteger posts = new AtomicInteger();

    @AfterEach
    void close() {
        rig.close();
    }

    private static final class Passing implements Minifilter {
        private final PreOperation<Object> pre;
        private final AtomicInteger posts;

        Passing(PreOperation<Object> pre, AtomicInteger posts) {
            this.pre = pre;
            this.posts = posts;
        }

        @Override
        public Registration registration(FilterManager manager) {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .everyOperation(pre, (data, objects, flags) -> {
                        posts.incrementAndGet();
                        return PostOperationStatus.FINISHED_PROCESSING;
                    })
                    .build();
        }
    }

    private void load(String name, String altitude, PreOperation<Object> pre) throws FilterException {
        rig.manager()
                .load(
                        new FilterDefinition(
                                name,
                                Optional.empty(),
                                List.of(new InstanceDefinition(name, Altitude.of(altitude), false, false)),
                                name),
                        () -> new Passing(pre, posts),
                        rig.configuration(),
                        event -> true);
    }

    private Operation getattr(OperationOwner owner) {
        Operation operation = rig.volume().newOperation(owner);
        Requests.getattr(operation, 0);
        operation.on(rig.volume().root());
        return operation;
    }

    /** A drainer that looked at a slot for one instance may claim it when another's operation is there; it gives the claim back. */
    @Test
    void aDrainersMistakenClaimDoesNotCostAnotherFilterItsPostOperation() throws Exception {
        load("f", "1", (data, objects) -> PreOperationStatus.SUCCESS_WITH_CALLBACK);
        var claimed = new AtomicReference<LayerSlot>();
        rig.onExecute(operation -> {
            operation.flight.line().interpret();
            LayerSlot slot = operation.flight.layers().slot(0);
            assertThat(slot.move(LayerSlot.WAITING, LayerSlot.CLAIMED)).isTrue();
            claimed.set(slot);
        });
        var ended = new CountDownLatch(1);
        Operation operation = getattr(Rigs.NOBODY);
        var runner = new Thread(() -> {
            rig.volume().start(operation);
            ended.countDown();
        });
        runner.setDaemon(true);
        runner.start();
        while (claimed.get() == null) {
            Thread.onSpinWait();
        }
        assertThat(ended.await(50, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(posts).hasValue(0);
        claimed.get().state(LayerSlot.WAITING);
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(posts).hasValue(1);
    }

    @Test
    void aDrainerThatFindsAnotherInstanceGivesItsClaimBack() throws Exception {
        load("f", "1", (data, objects) -> PreOperationStatus.SUCCESS_WITH_CALLBACK);
        var other = new InstanceObject(
                "other", Altitude.of("2"), rig.manager().filter("f").orElseThrow(), rig.volume());
        var tally = new TeardownTally(holder -> {});
        rig.onExecute(operation -> {
            operation.flight.line().interpret();
            assertThat(new LayerRelease(operation.flight, other, tally).isHeld(true, true))
                    .isFalse();
            assertThat(operation.flight.layers().slot(0).state()).isEqualTo(LayerSlot.WAITING);
        });
        Operation operation = getattr(Rigs.NOBODY);
        assertThat(rig.volume().start(operation)).isTrue();
        assertThat(operation.status().isSuccess()).isTrue();
        assertThat(posts).hasValue(1);
        assertThat(tally.drainedCount()).isZero();
    }

    /** An operation that is kept above has the stack of its start, with what was below it then. */
    @Test
    void anOldStackKeepsNoCallbackOfAnUnloadedFilter() throws Exception {
        var kept = new AtomicReference<CallbackData>();
        load("high", "2", (data, objects) -> {
            kept.set(data);
            return PreOperationStatus.PENDING;
        });
        load("low", "1", (data, objects) -> PreOperationStatus.SUCCESS_WITH_CALLBACK);
        CallbackNode[] old = rig.volume().stack().nodes(MajorFunction.QUERY_INFORMATION);
        assertThat(old).hasSize(2);
        var ended = new CountDownLatch(1);
        Operation operation = getattr(new OperationOwner() {
            @Override
            public void leaving(Operation leaver) {}

            @Override
            public void completed(Operation end) {
                ended.countDown();
            }
        });
        assertThat(rig.volume().start(operation)).isFalse();
        assertThat(rig.manager().unload(UnloadRequest.of("low", false)).outcome())
                .isEqualTo(UnloadResult.Outcome.UNLOADED);
        assertThat(old[1].pre).isNull();
        assertThat(old[1].post).isNull();
        assertThat(old[0].pre).isNotNull();
        assertThat(old[0].post).isNotNull();
        assertThat(kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK))
                .isTrue();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(operation.status().isSuccess()).isTrue();
        assertThat(posts).hasValue(1);
        assertThat(rig.manager().findings().all()).isEmpty();
    }
}
