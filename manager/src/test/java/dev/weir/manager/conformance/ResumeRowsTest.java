package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.CallbackData;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.Handed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who resumes an operation resumes what its own layer keeps, once, and nothing that another layer keeps (§3.5). */
class ResumeRowsTest {
    private static final PreOperationStatus DOWN = PreOperationStatus.SUCCESS_NO_CALLBACK;

    private final Rig rig = new Rig();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final TestFilter high = new TestFilter("high", "2000", log);
    private final TestFilter low = new TestFilter("low", "1000", log);
    private final AtomicReference<CallbackData> ofHigh = new AtomicReference<>();
    private final AtomicReference<CallbackData> ofLow = new AtomicReference<>();

    @AfterEach
    void close() {
        rig.close();
    }

    private static TestFilter.Pre keeping(AtomicReference<CallbackData> kept) {
        return (data, objects) -> {
            kept.set(data);
            return PreOperationStatus.PENDING;
        };
    }

    private static CallbackData await(AtomicReference<CallbackData> kept) {
        for (int tries = 0; tries < 4000 && kept.get() == null; tries++) {
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
        return kept.get();
    }

    private CompletableFuture<Rig.Outcome> bothKeepOneAfterTheOther() {
        high.pre = keeping(ofHigh);
        low.pre = keeping(ofLow);
        rig.load(high);
        rig.load(low);
        CompletableFuture<Rig.Outcome> outcome = rig.start(rig::getattr);
        assertThat(ofHigh.get().completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK))
                .isTrue();
        assertThat(await(ofLow)).isNotNull();
        return outcome;
    }

    @Test
    @DisplayName(
            "W12 (3.5): FltCompletePendedPreOperation: exactly once: a second one does not resume what a filter below keeps by then")
    void twiceBelow() {
        CompletableFuture<Rig.Outcome> outcome = bothKeepOneAfterTheOther();
        assertThat(ofHigh.get().completePendedPreOperation(DOWN)).isFalse();
        assertThat(ofHigh.get().completePendedPostOperation()).isFalse();
        assertThat(rig.base.done).isEmpty();
        assertThat(outcome).isNotDone();
        assertThat(ofLow.get().completePendedPreOperation(DOWN)).isTrue();
        assertThat(Rig.get(outcome).errno()).isZero();
        assertThat(log).endsWith("high post getattr");
    }

    @Test
    @DisplayName(
            "W13 (3.5): FltCompletePendedPostOperation: exactly once: a second one does not resume what a filter above keeps by then")
    void twiceAbove() {
        low.post = (data, objects) -> {
            ofLow.set(data);
            return PostOperationStatus.MORE_PROCESSING_REQUIRED;
        };
        high.post = (data, objects) -> {
            ofHigh.set(data);
            return PostOperationStatus.MORE_PROCESSING_REQUIRED;
        };
        rig.load(high);
        rig.load(low);
        CompletableFuture<Rig.Outcome> outcome = rig.start(rig::getattr);
        assertThat(ofLow.get().completePendedPostOperation()).isTrue();
        assertThat(await(ofHigh)).isNotNull();
        assertThat(ofLow.get().completePendedPostOperation()).isFalse();
        assertThat(ofLow.get().completePendedPreOperation(DOWN)).isFalse();
        assertThat(outcome).isNotDone();
        assertThat(ofHigh.get().completePendedPostOperation()).isTrue();
        assertThat(Rig.get(outcome).errno()).isZero();
    }

    @Test
    @DisplayName(
            "W14 (3.5): FltCompletePendedPreOperation: what a filter did not keep it can't resume, though another keeps it")
    void notTheKeeper() {
        high.pre = (data, objects) -> {
            ofHigh.set(data);
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        low.pre = keeping(ofLow);
        rig.load(high);
        rig.load(low);
        CompletableFuture<Rig.Outcome> outcome = rig.start(rig::getattr);
        assertThat(ofHigh.get().completePendedPreOperation(DOWN)).isFalse();
        assertThat(ofHigh.get().completePendedPostOperation()).isFalse();
        assertThat(rig.base.done).isEmpty();
        assertThat(ofLow.get().completePendedPreOperation(DOWN)).isTrue();
        assertThat(Rig.get(outcome).errno()).isZero();
    }

    @Test
    @DisplayName(
            "W15 (3.5): One filter may keep it in its pre-operation and in its post-operation: one resume for each, by the same data")
    void preAndPostOfOneFilter() {
        high.pre = keeping(ofHigh);
        high.post = (data, objects) -> {
            ofLow.set(data);
            return PostOperationStatus.MORE_PROCESSING_REQUIRED;
        };
        rig.load(high);
        CompletableFuture<Rig.Outcome> outcome = rig.start(rig::getattr);
        assertThat(ofHigh.get().completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK))
                .isTrue();
        assertThat(await(ofLow)).isNotNull();
        assertThat(ofHigh.get()).isSameAs(ofLow.get());
        assertThat(ofHigh.get().completePendedPreOperation(DOWN)).isFalse();
        assertThat(outcome).isNotDone();
        assertThat(ofHigh.get().completePendedPostOperation()).isTrue();
        assertThat(ofHigh.get().completePendedPostOperation()).isFalse();
        assertThat(Rig.get(outcome).errno()).isZero();
    }

    @Test
    @DisplayName(
            "W16 (3.5): FltCompletePendedPreOperation: one that comes after its operation has ended does not resume the next one of that worker")
    void afterTheEnd() {
        high.pre = (data, objects) -> {
            ofHigh.set(data);
            data.completePendedPreOperation(DOWN);
            return PreOperationStatus.PENDING;
        };
        rig.load(high);
        dev.weir.manager.Operation operation = rig.volume.newOperation(Rigs.NOBODY);
        rig.getattr(operation);
        assertThat(rig.volume.start(operation)).isTrue();
        high.pre = keeping(ofLow);
        rig.getattr(operation);
        assertThat(rig.volume.start(operation)).isFalse();
        rig.base.done.clear();
        assertThat(ofHigh.get().completePendedPreOperation(DOWN)).isFalse();
        assertThat(rig.base.done).isEmpty();
        assertThat(ofLow.get().completePendedPreOperation(DOWN)).isTrue();
    }

    @Test
    @DisplayName(
            "W17 (3.5): FltCompletePendedPreOperation from many threads at once: one of them resumes it, and nothing more")
    void atOnce() throws Exception {
        low.pre = keeping(ofLow);
        rig.load(low);
        for (int round = 0; round < 200; round++) {
            high.pre = keeping(ofHigh);
            ofLow.set(null);
            if (round == 0) {
                rig.load(high);
            }
            CompletableFuture<Rig.Outcome> outcome = rig.start(rig::getattr);
            CallbackData kept = ofHigh.get();
            var barrier = new CyclicBarrier(3);
            var answers = new ArrayList<CompletableFuture<Boolean>>();
            for (int i = 0; i < 3; i++) {
                answers.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                barrier.await(Rig.SECONDS, TimeUnit.SECONDS);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                            boolean first = kept.completePendedPreOperation(DOWN);
                            boolean second = kept.completePendedPreOperation(DOWN);
                            assertThat(second).isFalse();
                            return first;
                        },
                        rig.threads));
            }
            assertThat(answers.stream().filter(Rig::get).count()).isEqualTo(1);
            assertThat(await(ofLow)).isNotNull();
            assertThat(outcome).isNotDone();
            assertThat(ofLow.get().completePendedPreOperation(DOWN)).isTrue();
            assertThat(Rig.get(outcome).errno()).isZero();
        }
    }

    @Test
    @DisplayName(
            "Q14 (3.6): FltSetCancelCompletion: of who keeps it now: a filter that has resumed it neither sets nor clears one, and its late resume leaves it set")
    void cancelCompletionOfTheKeeper() {
        low.pre = (data, objects) -> {
            data.setCancelCompletion(cancelled -> {
                cancelled.setStatus(NtStatus.CANCELLED);
                cancelled.completePendedPreOperation(PreOperationStatus.COMPLETE);
            });
            ofLow.set(data);
            return PreOperationStatus.PENDING;
        };
        high.pre = keeping(ofHigh);
        rig.load(high);
        rig.load(low);
        CompletableFuture<Rig.Outcome> outcome = rig.start(rig::getattr);
        ofHigh.get().completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK);
        CallbackData stale = ofHigh.get();
        assertThat(await(ofLow)).isNotNull();
        assertThat(stale.clearCancelCompletion()).isFalse();
        assertThatThrownBy(() -> stale.setCancelCompletion(data -> {})).isInstanceOf(IllegalStateException.class);
        assertThat(stale.completePendedPreOperation(DOWN)).isFalse();
        stale.awaitKept();
        assertThat(Handed.operation(stale).cancel()).isTrue();
        assertThat(Rig.get(outcome).status()).isEqualTo(NtStatus.CANCELLED);
    }

    @Test
    @DisplayName(
            "Q15 (3.6): FltSetCancelCompletion: a cancel callback that resumed its operation and still runs does not stop the next layer's resume")
    void cancelCallbackStillRuns() {
        resumesWhileTheOthersCallbackRuns(true);
    }

    @Test
    @DisplayName("Q16 (3.6): FltSetCancelCompletion: nor where the next layer sets no cancel callback of its own")
    void cancelCallbackStillRunsAboveNone() {
        resumesWhileTheOthersCallbackRuns(false);
    }

    private void resumesWhileTheOthersCallbackRuns(boolean lowSetsOne) {
        var go = new CountDownLatch(1);
        high.pre = (data, objects) -> {
            data.setCancelCompletion(cancelled -> {
                cancelled.completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK);
                UnloadRowsTest.awaitQuietly(go);
            });
            ofHigh.set(data);
            return PreOperationStatus.PENDING;
        };
        low.pre = (data, objects) -> {
            if (lowSetsOne) {
                data.setCancelCompletion(cancelled -> {});
            }
            ofLow.set(data);
            return PreOperationStatus.PENDING;
        };
        rig.load(high);
        rig.load(low);
        try {
            CompletableFuture<Rig.Outcome> outcome = rig.start(rig::getattr);
            assertThat(Handed.operation(ofHigh.get()).cancel()).isTrue();
            assertThat(await(ofLow)).isNotNull();
            ofLow.get().clearCancelCompletion();
            // Its own cancel callback was called at once, since the operation is cancelled, and may still have to
            // return.
            boolean resumed = ofLow.get().completePendedPreOperation(DOWN);
            for (int tries = 0; tries < 4000 && !resumed; tries++) {
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
                resumed = ofLow.get().completePendedPreOperation(DOWN);
            }
            assertThat(resumed).as("the layer below resumes its own operation").isTrue();
            assertThat(Rig.get(outcome).errno()).isZero();
        } finally {
            go.countDown();
        }
    }

    @Test
    @DisplayName("W18 (3.5): CLOSE of a file that nobody was told of waits for a CLEANUP that a filter keeps")
    void closeWaitsForCleanup() throws Exception {
        var closed = new CountDownLatch(1);
        low.pre = (data, objects) -> switch (data.operationName()) {
            case "cleanup" -> keeping(ofLow).answer(data, objects);
            case "release" -> {
                closed.countDown();
                yield PreOperationStatus.SUCCESS_WITH_CALLBACK;
            }
            default -> PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        rig.load(low);
        FileHandleObject handle = rig.open();
        log.clear();
        rig.close(handle);
        assertThat(log).containsExactly("low pre cleanup");
        assertThat(rig.base.closed).isEmpty();
        assertThat(ofLow.get().completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK))
                .isTrue();
        for (int tries = 0; tries < 4000 && rig.base.closed.isEmpty(); tries++) {
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
        assertThat(rig.base.closed).containsExactly(handle);
        assertThat(log).hasSize(4).startsWith("low pre cleanup", "low post cleanup");
    }
}
