package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.CallbackData;
import dev.weir.Errno;
import dev.weir.ExceptionPolicy;
import dev.weir.FilterException;
import dev.weir.Instance;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.OperationKind;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.UnloadResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rows of the table of pending helpers (3.5), and U13. */
class PendingRowsTest {
    private final Rig rig = new Rig();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final TestFilter filter = new TestFilter("keeper", "3000", log);
    private final AtomicReference<CallbackData> kept = new AtomicReference<>();

    @AfterEach
    void close() {
        rig.close();
    }

    private PreOperationStatus keep(CallbackData data) {
        kept.set(data);
        return PreOperationStatus.PENDING;
    }

    private static NtStatus statusOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        FilterException refusal = org.assertj.core.api.Assertions.catchThrowableOfType(FilterException.class, call);
        return refusal.status();
    }

    @Test
    @DisplayName(
            "W1 (3.5): FltCompletePendedPreOperation: COMPLETE, SUCCESS_NO_CALLBACK, SUCCESS_WITH_CALLBACK; no other")
    void statusesOfAResume() {
        filter.pre = (data, objects) -> keep(data);
        rig.load(filter);
        for (PreOperationStatus status : PreOperationStatus.values()) {
            log.clear();
            CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
            switch (status) {
                case COMPLETE -> {
                    kept.get().setStatus(NtStatus.ACCESS_DENIED);
                    assertThat(kept.get().completePendedPreOperation(status)).isTrue();
                    assertThat(Rig.get(getattr).errno()).isEqualTo(Errno.EACCES);
                    assertThat(log).containsExactly("keeper pre getattr");
                }
                case SUCCESS_NO_CALLBACK, SUCCESS_WITH_CALLBACK -> {
                    assertThat(kept.get().completePendedPreOperation(status)).isTrue();
                    assertThat(kept.get().completePendedPreOperation(status)).isFalse();
                    assertThat(Rig.get(getattr).errno()).isZero();
                    assertThat(log).hasSize(status == PreOperationStatus.SUCCESS_NO_CALLBACK ? 1 : 2);
                }
                default -> {
                    assertThatThrownBy(() -> kept.get().completePendedPreOperation(status))
                            .isInstanceOf(IllegalArgumentException.class);
                    kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
                    Rig.get(getattr);
                }
            }
        }
    }

    @Test
    @DisplayName("W2 (3.5): FltCompletePendedPreOperation: the context goes with SUCCESS_WITH_CALLBACK")
    void contextOfAResume() {
        filter.pre = (data, objects) -> keep(data);
        filter.post = (data, objects) -> {
            log.add("context " + objects.completionContext());
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        rig.load(filter);
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK, "given");
        Rig.get(getattr);
        assertThat(log).endsWith("context given");
    }

    @Test
    @DisplayName(
            "W3 (3.5): FltCompletePendedPostOperation: resumes after MORE_PROCESSING_REQUIRED, also when a failure was set meanwhile")
    void resumedPost() {
        filter.post = (data, objects) -> {
            kept.set(data);
            return PostOperationStatus.MORE_PROCESSING_REQUIRED;
        };
        rig.load(filter);
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        kept.get().setStatus(NtStatus.ACCESS_DENIED);
        assertThat(getattr).isNotDone();
        assertThat(kept.get().completePendedPostOperation()).isTrue();
        assertThat(Rig.get(getattr).errno()).isEqualTo(Errno.EACCES);
    }

    @Test
    @DisplayName(
            "W4 (3.5): FltDoCompletionProcessingWhenSafe: always safe but when draining: a post may block and may keep; a draining one can do neither")
    void whenSafe() {
        var refusals = new ArrayList<NtStatus>();
        filter.post = (data, objects) -> {
            try {
                data.queueDeferredWork(CallbackData::completePendedPostOperation);
                return PostOperationStatus.MORE_PROCESSING_REQUIRED;
            } catch (FilterException e) {
                refusals.add(e.status());
                return PostOperationStatus.FINISHED_PROCESSING;
            }
        };
        FileHandleObject handle = rig.open();
        rig.load(filter);
        assertThat(rig.getattr().errno()).isZero();
        assertThat(refusals).isEmpty();
        rig.base.stalled.add(OperationKind.READ);
        CompletableFuture<Rig.Outcome> read = rig.startElsewhere(rig.read(handle, 0));
        UnloadRowsTest.awaitQuietly(rig.base.arrived);
        assertThat(rig.unload("keeper").drained()).isEqualTo(1);
        assertThat(refusals).containsExactly(NtStatus.FLT_NOT_SAFE_TO_POST_OPERATION);
        rig.base.release.countDown();
        assertThat(Rig.get(read).errno()).isZero();
    }

    @Test
    @DisplayName(
            "W5 (3.5): FltQueueDeferredIoWorkItem: the work runs on another thread, may block and resumes the operation")
    void deferred() {
        var threads = Collections.synchronizedList(new ArrayList<Thread>());
        filter.pre = (data, objects) -> {
            assertThatCode(() -> data.queueDeferredWork(operation -> {
                        threads.add(Thread.currentThread());
                        operation.setStatus(NtStatus.DISK_FULL);
                        operation.completePendedPreOperation(PreOperationStatus.COMPLETE);
                    }))
                    .doesNotThrowAnyException();
            return PreOperationStatus.PENDING;
        };
        rig.load(filter);
        assertThat(rig.getattr().errno()).isEqualTo(Errno.ENOSPC);
        assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    @DisplayName("W6 (3.5): FltQueueDeferredIoWorkItem: instance in teardown: FLT_DELETING_OBJECT")
    void deferredInTeardown() {
        filter.pre = (data, objects) -> keep(data);
        var refusals = new ArrayList<NtStatus>();
        filter.onTeardownStart = () -> {
            refusals.add(statusOf(() -> kept.get().queueDeferredWork(data -> {})));
            kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
        };
        rig.load(filter);
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        assertThat(rig.unload("keeper").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(refusals).containsExactly(NtStatus.FLT_DELETING_OBJECT);
        assertThat(Rig.get(getattr).errno()).isZero();
    }

    @Test
    @DisplayName(
            "W7 (3.5): FltQueueDeferredIoWorkItem: an operation that is not the filter's: FLT_NOT_SAFE_TO_POST_OPERATION")
    void deferredTooLate() {
        filter.pre = (data, objects) -> keep(data);
        rig.load(filter);
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
        Rig.get(getattr);
        assertThat(statusOf(() -> kept.get().queueDeferredWork(data -> {})))
                .isEqualTo(NtStatus.FLT_NOT_SAFE_TO_POST_OPERATION);
    }

    @Test
    @DisplayName("W8 (3.5): Work that throws leaves no operation with nobody: the exception policy decides")
    void deferredThrows() {
        filter.pre = (data, objects) -> {
            assertThatCode(() -> data.queueDeferredWork(operation -> {
                        throw new IllegalStateException("work fails");
                    }))
                    .doesNotThrowAnyException();
            return PreOperationStatus.PENDING;
        };
        rig.load(filter);
        assertThat(rig.getattr().errno()).isEqualTo(Errno.EIO);
        rig.unload("keeper");
        filter.policy = ExceptionPolicy.PASS_OPERATION;
        rig.load(filter);
        assertThat(rig.getattr().errno()).isZero();
        assertThat(rig.manager.findings().all())
                .anySatisfy(finding -> assertThat(finding.what()).contains("deferred work on getattr threw"));
    }

    @Test
    @DisplayName(
            "U13, 3.5 FltQueueGenericWorkItem: unload with a running work item returns only after the routine, and names it")
    void u13() throws Exception {
        rig.load(filter);
        var running = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        Instance instance = rig.volume.instances().getFirst();
        instance.filter().queueWork(() -> {
            running.countDown();
            UnloadRowsTest.awaitQuietly(end);
            log.add("work ends");
        });
        UnloadRowsTest.awaitQuietly(running);
        UnloadResult first = rig.unload("keeper", false, Duration.ofMillis(300));
        assertThat(first.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(first.message()).contains("keeper: work is running, in rig");
        assertThat(log).contains("keeper complete FILTER_UNLOAD");
        assertThat(statusOf(() -> instance.filter().queueWork(() -> {}))).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
        assertThat(rig.manager.filter("keeper")).isPresent();
        end.countDown();
        awaitGone();
        assertThat(log).endsWith("work ends");
    }

    private void awaitGone() throws InterruptedException {
        for (int i = 0; i < 2000 && rig.manager.filter("keeper").isPresent(); i++) {
            Thread.sleep(5);
        }
        assertThat(rig.manager.filter("keeper")).isEmpty();
    }

    @Test
    @DisplayName("W9 (3.5): FltQueueGenericWorkItem of an instance: TeardownComplete comes after the routine")
    void workOfAnInstance() throws Exception {
        rig.load(filter);
        var end = new CountDownLatch(1);
        Instance instance = rig.volume.instances().getFirst();
        instance.queueWork(() -> {
            UnloadRowsTest.awaitQuietly(end);
            // Time for a teardown that does not wait for it.
            java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
            log.add("work ends");
        });
        filter.onTeardownStart = () -> {
            assertThat(statusOf(() -> instance.queueWork(() -> {}))).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
            end.countDown();
        };
        rig.manager.detach("keeper", rig.volume, java.util.Optional.empty());
        assertThat(log).containsExactly("keeper query", "keeper start MANUAL", "work ends", "keeper complete MANUAL");
    }

    @Test
    @DisplayName(
            "W10 (3.5): FltQueueGenericWorkItem: work does not wait for itself: it can neither unload nor unregister its filter")
    void workUnloads() throws Exception {
        rig.load(filter);
        var answer = new CompletableFuture<NtStatus>();
        rig.volume
                .instances()
                .getFirst()
                .filter()
                .queueWork(() -> answer.complete(rig.unload("keeper").status()));
        assertThat(Rig.get(answer)).isEqualTo(NtStatus.INVALID_DEVICE_REQUEST);
        assertThat(rig.manager.filter("keeper")).isPresent();
    }

    @Test
    @DisplayName(
            "Q10 (3.6): FltSetCancelCompletion: called once when the operation is cancelled, on another thread; nobody else resumes meanwhile")
    void cancelled() {
        var threads = Collections.synchronizedList(new ArrayList<Thread>());
        var others = Collections.synchronizedList(new ArrayList<Boolean>());
        filter.pre = (data, objects) -> {
            data.setCancelCompletion(cancelled -> {
                threads.add(Thread.currentThread());
                others.add(Rig.get(CompletableFuture.supplyAsync(
                        () -> cancelled.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK),
                        rig.threads)));
                cancelled.setStatus(NtStatus.CANCELLED);
                others.add(cancelled.completePendedPreOperation(PreOperationStatus.COMPLETE));
            });
            return keep(data);
        };
        rig.load(filter);
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        dev.weir.manager.Operation operation = dev.weir.manager.Handed.operation(kept.get());
        assertThat(operation.cancel()).isTrue();
        assertThat(operation.cancel()).isFalse();
        assertThat(Rig.get(getattr).status()).isEqualTo(NtStatus.CANCELLED);
        assertThat(Rig.get(getattr).errno()).isEqualTo(Errno.EINTR);
        assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
        awaitSize(others, 2);
        assertThat(others).containsExactly(false, true);
        assertThat(rig.base.done).isEmpty();
    }

    private static void awaitSize(List<?> list, int size) {
        for (int i = 0; i < 2000 && list.size() < size; i++) {
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    @DisplayName(
            "W11 (3.5): FltQueueDeferredIoWorkItem: the work begins when the callback has returned; where that keeps nothing it is dropped and found")
    void deferredBeginsLater() {
        var returned = new java.util.concurrent.atomic.AtomicBoolean();
        filter.pre = (data, objects) -> {
            assertThatCode(() -> data.queueDeferredWork(operation -> {
                        log.add("work " + Thread.currentThread().getName());
                        operation.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
                    }))
                    .doesNotThrowAnyException();
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            log.add("returns");
            return returned.getAndSet(true) ? PreOperationStatus.SUCCESS_NO_CALLBACK : PreOperationStatus.PENDING;
        };
        rig.load(filter);
        assertThat(rig.getattr().errno()).isZero();
        assertThat(log).containsExactly("keeper pre getattr", "returns", "work rig");
        log.clear();
        assertThat(rig.getattr().errno()).isZero();
        assertThat(log).containsExactly("keeper pre getattr", "returns");
        assertThat(rig.manager.findings().all())
                .anySatisfy(finding ->
                        assertThat(finding.what()).contains("deferred work on an operation that it did not keep"));
        assertThat(rig.unload("keeper").outcome()).isEqualTo(Outcome.UNLOADED);
    }

    @Test
    @DisplayName("Q11 (3.6): FltClearCancelCompletion: STATUS_CANCELLED if none was set or the cancel is running")
    void cleared() {
        var asked = new CountDownLatch(1);
        var called = new CountDownLatch(1);
        filter.pre = (data, objects) -> {
            log.add("none " + data.clearCancelCompletion());
            data.setCancelCompletion(cancelled -> {
                called.countDown();
                UnloadRowsTest.awaitQuietly(asked);
                cancelled.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
            });
            assertThatThrownBy(() -> data.setCancelCompletion(cancelled -> {}))
                    .isInstanceOf(IllegalStateException.class);
            return keep(data);
        };
        rig.load(filter);
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        dev.weir.manager.Operation operation = dev.weir.manager.Handed.operation(kept.get());
        operation.cancel();
        UnloadRowsTest.awaitQuietly(called);
        assertThat(kept.get().clearCancelCompletion()).isFalse();
        asked.countDown();
        Rig.get(getattr);
        assertThat(log).containsExactly("keeper pre getattr", "none false");
        log.clear();
        CompletableFuture<Rig.Outcome> second = rig.start(rig::getattr);
        operation = dev.weir.manager.Handed.operation(kept.get());
        assertThat(kept.get().clearCancelCompletion()).isTrue();
        assertThat(operation.cancel()).isFalse();
        assertThat(operation.isCancelled()).isTrue();
        kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
        Rig.get(second);
    }

    @Test
    @DisplayName(
            "Q12 (3.6): FltCancelIo: FALSE where there is no cancel routine, the cancel bit is set; a routine set later is called at once")
    void cancelledBefore() {
        filter.pre = (data, objects) -> {
            dev.weir.manager.Operation operation = dev.weir.manager.Handed.operation(data);
            log.add("cancel " + operation.cancel() + " " + data.isCancelled());
            data.setCancelCompletion(cancelled -> {
                cancelled.setStatus(NtStatus.CANCELLED);
                cancelled.completePendedPreOperation(PreOperationStatus.COMPLETE);
            });
            return PreOperationStatus.PENDING;
        };
        rig.load(filter);
        assertThat(rig.getattr().status()).isEqualTo(NtStatus.CANCELLED);
        assertThat(log).contains("cancel false true");
    }

    @Test
    @DisplayName(
            "Q13 (3.6): A cancel callback ends with the layer that set it: the next one to keep the operation is not mistaken for it")
    void endsWithItsLayer() {
        var low = new TestFilter("low", "1000", log);
        filter.pre = (data, objects) -> {
            data.setCancelCompletion(cancelled -> log.add("wrong"));
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        low.pre = (data, objects) -> keep(data);
        rig.load(filter);
        rig.load(low);
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        assertThat(dev.weir.manager.Handed.operation(kept.get()).cancel()).isFalse();
        kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
        Rig.get(getattr);
        assertThat(log).doesNotContain("wrong");
    }

    @Test
    @DisplayName(
            "U18 with a cancel callback: what a filter does not resume in TeardownStart is cancelled after the grace time")
    void cancelledByTeardown() {
        filter.pre = (data, objects) -> {
            data.setCancelCompletion(cancelled -> {
                cancelled.setStatus(NtStatus.CANCELLED);
                cancelled.completePendedPreOperation(PreOperationStatus.COMPLETE);
            });
            return PreOperationStatus.PENDING;
        };
        rig.load(filter);
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        assertThat(rig.unload("keeper").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(Rig.get(getattr).status()).isEqualTo(NtStatus.CANCELLED);
    }
}
