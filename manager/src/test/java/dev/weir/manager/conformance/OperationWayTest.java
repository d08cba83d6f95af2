package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.CallbackData;
import dev.weir.Errno;
import dev.weir.ExceptionPolicy;
import dev.weir.FileType;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.FilterCounters;
import dev.weir.manager.Finding;
import dev.weir.manager.InFlight;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.manager.Requests;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.manager.VolumeObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to an operation beside the rows: exceptions, odd answers, waits, counts, and what others see of it meanwhile. */
class OperationWayTest {
    private final Rig rig = new Rig();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final TestFilter high = new TestFilter("high", "3000", log);
    private final TestFilter low = new TestFilter("low", "1000", log);
    private final AtomicReference<CallbackData> kept = new AtomicReference<>();

    @AfterEach
    void close() {
        rig.close();
    }

    private void loadBoth() {
        rig.load(high);
        rig.load(low);
    }

    private List<String> findings() {
        return rig.manager.findings().all().stream().map(Finding::what).toList();
    }

    private FilterCounters counts(String filter) {
        return rig.manager.filter(filter).orElseThrow().counts();
    }

    private PreOperationStatus pend(CallbackData data) {
        kept.set(data);
        return PreOperationStatus.PENDING;
    }

    private static void awaitState(CompletableFuture<Thread> thread, Thread.State state) {
        Thread waiting = Rig.get(thread);
        while (waiting.getState() != state) {
            Thread.onSpinWait();
        }
    }

    @Test
    void anExceptionPassesTheOperationWhereTheFilterSaysSo() {
        low.policy = ExceptionPolicy.PASS_OPERATION;
        low.pre = (data, objects) -> {
            throw new IllegalStateException("pre");
        };
        loadBoth();
        assertThat(rig.getattr().errno()).isZero();
        assertThat(log).containsExactly("high pre getattr", "low pre getattr", "high post getattr");
        assertThat(rig.base.done).containsExactly("getattr");
        low.pre = (data, objects) -> PreOperationStatus.SUCCESS_WITH_CALLBACK;
        low.post = (data, objects) -> {
            throw new IllegalStateException("post");
        };
        assertThat(rig.getattr().errno()).isZero();
        assertThat(counts("low").exceptions()).isEqualTo(2);
        assertThat(findings()).anyMatch(f -> f.startsWith("pre-getattr")).anyMatch(f -> f.startsWith("post-getattr"));
    }

    @Test
    void anExceptionDoesNotFailWhatCannotFail() {
        FileHandleObject handle = rig.open();
        low.pre = (data, objects) -> {
            throw new IllegalStateException("pre");
        };
        high.post = (data, objects) -> {
            log.add("status " + data.status());
            throw new IllegalStateException("post");
        };
        loadBoth();
        rig.close(handle);
        assertThat(log).contains("status STATUS_SUCCESS (0x00000000)").doesNotContain("low post cleanup");
        assertThat(rig.base.done).contains("cleanup", "release");
        assertThat(rig.base.closed).containsExactly(handle);
        assertThat(counts("low").exceptions()).isEqualTo(2);
        assertThat(counts("high").exceptions()).isEqualTo(2);
        assertThat(counts("high").refused()).isZero();
    }

    @Test
    void aPostOperationAloneIsCalledForEveryOperation() {
        low.withPre = false;
        loadBoth();
        assertThat(rig.getattr().errno()).isZero();
        assertThat(log).containsExactly("high pre getattr", "low post getattr", "high post getattr");
        assertThat(counts("low")).isEqualTo(new FilterCounters(0, 0, 1, 0, 0, 0, 0));
        assertThat(counts("high")).isEqualTo(new FilterCounters(1, 1, 1, 0, 0, 0, 0));
    }

    @Test
    void aPostOperationThatFailsASuccessIsCountedAsARefusal() {
        low.post = (data, objects) -> {
            data.setStatus(NtStatus.ACCESS_DENIED);
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        loadBoth();
        rig.getattr();
        assertThat(counts("low").refused()).isEqualTo(1);
        assertThat(counts("high").refused()).isZero();
        rig.base.failing.add(OperationKind.GETATTR);
        rig.getattr();
        assertThat(counts("low").refused()).isEqualTo(1);
    }

    @Test
    void aSuccessfulCompletionIsNoRefusal() {
        low.pre = (data, objects) -> {
            data.attributes().setSize(1);
            data.setStatus(NtStatus.SUCCESS);
            return PreOperationStatus.COMPLETE;
        };
        loadBoth();
        FileHandleObject handle = rig.open();
        assertThat(rig.run(rig.read(handle, 0)).errno()).isZero();
        assertThat(counts("low").refused()).isZero();
    }

    @Test
    void aContextWithoutACallbackIsAFinding() {
        low.pre = (data, objects) -> {
            objects.setCompletionContext("lost");
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        };
        loadBoth();
        assertThat(rig.getattr().errno()).isZero();
        assertThat(findings()).containsExactly("set a completion context without a callback");
        low.pre = (data, objects) -> PreOperationStatus.SUCCESS_NO_CALLBACK;
        rig.getattr();
        assertThat(rig.manager.findings().all())
                .singleElement()
                .satisfies(f -> assertThat(f.count()).isEqualTo(1));
        assertThat(counts("low").preWithCallback()).isZero();
    }

    @Test
    void synchronizeWithoutAPostOperationIsAFinding() {
        low.withPost = false;
        low.pre = (data, objects) -> PreOperationStatus.SYNCHRONIZE;
        loadBoth();
        assertThat(rig.getattr().errno()).isZero();
        assertThat(findings()).containsExactly("answered SYNCHRONIZE without a registered post-operation");
    }

    @Test
    void synchronizeOnALockIsAFindingAndDoesNotHoldTheThread() {
        high.pre = (data, objects) -> PreOperationStatus.SYNCHRONIZE;
        FileHandleObject handle = rig.open();
        loadBoth();
        CompletableFuture<Rig.Outcome> lock = rig.start(rig.lock(handle));
        assertThat(lock).isNotDone();
        rig.base.grant();
        assertThat(Rig.get(lock).errno()).isZero();
        assertThat(log).endsWith("low post setlk", "high post setlk");
        assertThat(findings()).containsExactly("answered SYNCHRONIZE to a lock operation");
    }

    @Test
    void synchronizeHoldsTheThreadWhileTheBaseTakesItsTime() {
        high.pre = (data, objects) -> PreOperationStatus.SYNCHRONIZE;
        var waiting = new AtomicReference<Operation>();
        var thread = new CompletableFuture<Thread>();
        rig.base.passive = true;
        rig.base.onExecute = operation -> {
            operation.attributes().fill(1, 0x81A4, 1, 0, 0, 42, 8, 4096, 0);
            operation.deferBelow(() -> {});
            waiting.set(operation);
            thread.complete(Thread.currentThread());
        };
        loadBoth();
        CompletableFuture<Rig.Outcome> getattr = rig.startElsewhere(rig::getattr);
        awaitState(thread, Thread.State.WAITING);
        assertThat(log).doesNotContain("low post getattr");
        waiting.get().completeBelow();
        assertThat(Rig.get(getattr).thread()).isSameAs(Rig.get(thread));
        assertThat(log).endsWith("low post getattr", "high post getattr");
    }

    @Test
    void synchronizeHoldsTheThreadWhileALowerPostKeepsTheOperation() {
        var thread = new CompletableFuture<Thread>();
        high.pre = (data, objects) -> PreOperationStatus.SYNCHRONIZE;
        low.post = (data, objects) -> {
            kept.set(data);
            thread.complete(Thread.currentThread());
            return PostOperationStatus.MORE_PROCESSING_REQUIRED;
        };
        loadBoth();
        CompletableFuture<Rig.Outcome> getattr = rig.startElsewhere(rig::getattr);
        awaitState(thread, Thread.State.WAITING);
        assertThat(log).doesNotContain("high post getattr");
        assertThat(kept.get().completePendedPostOperation()).isTrue();
        assertThat(kept.get().completePendedPostOperation()).isFalse();
        assertThat(Rig.get(getattr).thread()).isSameAs(Rig.get(thread));
    }

    @Test
    void aSynchronousLayerIsGoneWithItsOperation() {
        high.pre = (data, objects) -> PreOperationStatus.SYNCHRONIZE;
        loadBoth();
        var operation = rig.volume.newOperation(Rigs.NOBODY);
        rig.getattr(operation);
        assertThat(rig.volume.start(operation)).isTrue();
        high.pre = (data, objects) -> pend(data);
        rig.getattr(operation);
        assertThat(rig.volume.start(operation)).isFalse();
        assertThat(kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK))
                .isTrue();
    }

    @Test
    void onlyThreeStatusesResumeAPendedOperation() {
        low.pre = (data, objects) -> pend(data);
        loadBoth();
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        for (PreOperationStatus status : List.of(
                PreOperationStatus.PENDING, PreOperationStatus.SYNCHRONIZE, PreOperationStatus.DISALLOW_FASTIO)) {
            assertThatThrownBy(() -> kept.get().completePendedPreOperation(status))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(getattr).isNotDone();
        assertThat(counts("low").pended()).isEqualTo(1);
        assertThat(counts("high").pended()).isZero();
        assertThat(kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK))
                .isTrue();
        assertThat(Rig.get(getattr).errno()).isZero();
        assertThat(log).endsWith("low post getattr", "high post getattr");
    }

    @Test
    void aPostOperationThatKeptAnOperationMayFailItWhenItGoesOn() {
        low.post = (data, objects) -> {
            kept.set(data);
            return PostOperationStatus.MORE_PROCESSING_REQUIRED;
        };
        loadBoth();
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        kept.get().setStatus(NtStatus.ACCESS_DENIED);
        assertThat(kept.get().completePendedPostOperation()).isTrue();
        assertThat(Rig.get(getattr).errno()).isEqualTo(Errno.EACCES);
        assertThat(counts("low").refused()).isEqualTo(1);
    }

    @Test
    void aFailureFromBelowThatAPostOperationKeptIsNoRefusalOfItsOwn() {
        low.post = (data, objects) -> {
            kept.set(data);
            return PostOperationStatus.MORE_PROCESSING_REQUIRED;
        };
        loadBoth();
        rig.base.failing.add(OperationKind.GETATTR);
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        assertThat(kept.get().completePendedPostOperation()).isTrue();
        assertThat(Rig.get(getattr).errno()).isEqualTo(Errno.ENOSPC);
        assertThat(counts("low").refused()).isZero();
    }

    @Test
    void completingWithoutAStatusIsAFindingOnce() {
        FileHandleObject handle = rig.open();
        low.pre = (data, objects) -> PreOperationStatus.COMPLETE;
        loadBoth();
        Rig.Outcome outcome = rig.run(rig.read(handle, 0));
        rig.run(rig.read(handle, 0));
        assertThat(outcome.errno()).isZero();
        assertThat(outcome.information()).isZero();
        assertThat(rig.manager.findings().all()).singleElement().satisfies(finding -> {
            assertThat(finding.what()).isEqualTo("completed an operation without setting a status");
            assertThat(finding.detail()).isEqualTo("read");
            assertThat(finding.count()).isEqualTo(2);
        });
    }

    @Test
    void aStatusOrAnErrnoThatWasSetCompletesWithoutAFinding() {
        FileHandleObject handle = rig.open();
        low.pre = (data, objects) -> {
            data.setStatus(NtStatus.SUCCESS, 5);
            return PreOperationStatus.COMPLETE;
        };
        loadBoth();
        var operation = rig.volume.newOperation(Rigs.NOBODY);
        rig.read(handle, 0).accept(operation);
        rig.volume.start(operation);
        assertThat(operation.information()).isEqualTo(5);
        low.pre = (data, objects) -> {
            data.setErrno(Errno.EDQUOT);
            return PreOperationStatus.COMPLETE;
        };
        assertThat(rig.run(rig.read(handle, 0)).errno()).isEqualTo(Errno.EDQUOT);
        assertThat(findings()).isEmpty();
        low.pre = (data, objects) -> PreOperationStatus.COMPLETE;
        rig.read(handle, 0).accept(operation);
        rig.volume.start(operation);
        assertThat(findings()).hasSize(1);
    }

    @Test
    void aCancelledOperationDoesNotBeginToWaitBelow() {
        FileHandleObject handle = rig.open();
        low.pre = (data, objects) -> {
            dev.weir.manager.Handed.operation(data).cancel();
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        loadBoth();
        assertThat(rig.run(rig.lock(handle)).errno()).isEqualTo(Errno.EINTR);
        assertThat(log).endsWith("low post setlk", "high post setlk");
    }

    @Test
    void anOperationThatIsUsedAgainIsNotCancelledAnyMore() {
        low.pre = (data, objects) -> {
            if (data.isCancelled()) {
                log.add("cancelled");
            }
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        rig.load(low);
        var operation = rig.volume.newOperation(Rigs.NOBODY);
        rig.getattr(operation);
        operation.abandon();
        assertThat(operation.isCancelled()).isTrue();
        rig.volume.start(operation);
        assertThat(operation.errno()).isZero();
        assertThat(operation.isCancelled()).isFalse();
        assertThat(log).doesNotContain("cancelled");
    }

    @Test
    void aBaseFileSystemThatThrowsFailsThatOperation() {
        rig.base.onExecute = operation -> {
            throw new IllegalStateException("below");
        };
        loadBoth();
        assertThat(rig.getattr().errno()).isEqualTo(Errno.EIO);
        assertThat(log).endsWith("low post getattr", "high post getattr");
        assertThat(rig.manager.findings().all()).singleElement().satisfies(finding -> {
            assertThat(finding.filter()).isEqualTo("base file system");
            assertThat(finding.detail()).contains("below");
        });
    }

    @Test
    void completingWithDisallowFastIoFails() {
        low.pre = (data, objects) -> {
            data.setStatus(NtStatus.FLT_DISALLOW_FAST_IO);
            return PreOperationStatus.COMPLETE;
        };
        loadBoth();
        assertThat(rig.getattr().errno()).isEqualTo(Errno.EIO);
        assertThat(findings()).containsExactly("completed an operation with STATUS_FLT_DISALLOW_FAST_IO");
    }

    @Test
    void othersSeeWhereAnOperationIs() {
        loadBoth();
        FileHandleObject handle = rig.open();
        assertThat(rig.manager.inFlight()).isEmpty();
        CompletableFuture<Rig.Outcome> lock = rig.start(operation -> {
            rig.lock(handle).accept(operation);
            operation.requestor().set(11, 12, 13, 14);
        });
        assertThat(rig.manager.inFlight()).singleElement().satisfies(flight -> {
            assertThat(flight.where()).isEqualTo("in the base file system");
            assertThat(flight.holder()).isEmpty();
            assertThat(flight.thread()).isEmpty();
            assertThat(flight.operation()).isEqualTo("setlk");
            assertThat(flight.path()).isEqualTo(".");
            assertThat(flight.volume()).isEqualTo("stub");
            assertThat(flight.process()).isEqualTo(12);
            assertThat(flight.program()).isEqualTo("test");
            assertThat(flight.ageNanos()).isPositive();
        });
        assertThat(rig.base.waitingLock.get().isHeldByFilter()).isFalse();
        low.pre = (data, objects) -> pend(data);
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        assertThat(rig.manager.inFlight())
                .extracting(InFlight::operation, InFlight::holder, InFlight::where)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("setlk", "", "in the base file system"),
                        org.assertj.core.groups.Tuple.tuple("getattr", "low", "pre-getattr pended it"));
        low.post = (data, objects) -> PostOperationStatus.MORE_PROCESSING_REQUIRED;
        CallbackData data = kept.get();
        data.completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK);
        while (rig.manager.inFlight().stream().noneMatch(f -> f.where().equals("post-getattr keeps it"))) {
            Thread.onSpinWait();
        }
        assertThat(data.completePendedPostOperation()).isTrue();
        assertThat(Rig.get(getattr).errno()).isZero();
        low.post = (d, objects) -> PostOperationStatus.FINISHED_PROCESSING;
        rig.base.grant();
        Rig.get(lock);
    }

    @Test
    void aRunningPostOperationIsNamed() {
        List<InFlight> seen = new ArrayList<>();
        low.post = (data, objects) -> {
            seen.addAll(rig.manager.inFlight());
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        loadBoth();
        rig.getattr();
        assertThat(seen).singleElement().satisfies(flight -> {
            assertThat(flight.where()).isEqualTo("post-getattr is running");
            assertThat(flight.holder()).isEqualTo("low");
            assertThat(flight.thread()).startsWith(Thread.currentThread().getName() + " at ");
        });
        assertThat(rig.manager.inFlight()).isEmpty();
    }

    @Test
    void aDrainingPostOperationHasACopyAndItsAnswerIsChecked() {
        FileHandleObject handle = rig.open();
        low.post = (data, objects) -> {
            var lock = (dev.weir.operation.SetLock) data.parameters();
            log.add("copy " + lock.lockOwner() + " " + lock.end() + " " + data.node() + " "
                    + data.requestor().processId() + " " + (data.handle() == handle) + " "
                    + (data.id() == rig.base.waitingLock.get().id()));
            data.setStatus(NtStatus.ACCESS_DENIED);
            return PostOperationStatus.MORE_PROCESSING_REQUIRED;
        };
        high.post = (data, objects) -> {
            throw new IllegalStateException("while draining");
        };
        loadBoth();
        CompletableFuture<Rig.Outcome> lock = rig.start(operation -> {
            rig.lock(handle).accept(operation);
            operation.requestor().set(11, 12, 13, 14);
        });
        assertThat(rig.unload("low").drained()).isEqualTo(1);
        assertThat(log).contains("copy 1 10 . 12 true true");
        assertThat(rig.unload("high").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(findings())
                .anyMatch(f -> f.equals("a draining post-operation answered MORE_PROCESSING_REQUIRED"))
                .anyMatch(f -> f.startsWith("draining post-setlk threw java.lang.IllegalStateException"));
        rig.base.grant();
        assertThat(Rig.get(lock).errno()).isZero();
    }

    @Test
    void theCallbackOfAnOperationCannotTakeItsOwnFilterAway() {
        List<String> seen = new ArrayList<>();
        Consumer<String> tries = where -> {
            assertThatThrownBy(() -> rig.manager.filter("low").orElseThrow().unregister())
                    .isInstanceOf(IllegalStateException.class);
            assertThat(rig.unload("low").status()).isEqualTo(NtStatus.INVALID_DEVICE_REQUEST);
            assertThatThrownBy(() -> rig.manager.detach("low", rig.volume, java.util.Optional.empty()))
                    .isInstanceOfSatisfying(
                            dev.weir.FilterException.class,
                            e -> assertThat(e.status()).isEqualTo(NtStatus.INVALID_DEVICE_REQUEST));
            seen.add(where);
        };
        low.pre = (data, objects) -> {
            tries.accept("pre");
            data.completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK);
            tries.accept("resumed pre");
            return PreOperationStatus.PENDING;
        };
        low.post = (data, objects) -> {
            tries.accept("post");
            data.completePendedPostOperation();
            tries.accept("resumed post");
            return PostOperationStatus.MORE_PROCESSING_REQUIRED;
        };
        loadBoth();
        assertThat(rig.getattr().errno()).isZero();
        assertThat(seen).containsExactly("pre", "resumed pre", "post", "resumed post");
        assertThat(rig.manager.findings().all()).isEmpty();
        assertThat(rig.unload("low").outcome()).isEqualTo(Outcome.UNLOADED);
    }

    @Test
    void aStopTakesAnOperationThatAPostOperationKeepsAfterAGraceTime() {
        low.post = (data, objects) -> {
            kept.set(data);
            return PostOperationStatus.MORE_PROCESSING_REQUIRED;
        };
        loadBoth();
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        assertThat(rig.stop("low").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(Rig.get(getattr).errno()).isZero();
        assertThat(kept.get().completePendedPostOperation()).isFalse();
        assertThat(log).endsWith("low complete MANDATORY_FILTER_UNLOAD").contains("high post getattr");
    }

    @Test
    void idsAreDistinctAndTotalsAreExact() {
        var first = rig.volume.newOperation(Rigs.NOBODY);
        var second = rig.volume.newOperation(Rigs.NOBODY);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            for (Operation operation : List.of(first, second)) {
                rig.getattr(operation);
                ids.add(operation.id());
                rig.volume.start(operation);
            }
        }
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids.get(2)).isEqualTo(ids.get(0) + 1);
        rig.base.failing.add(OperationKind.GETATTR);
        rig.getattr();
        rig.run(rig::truncate);
        assertThat(rig.volume.totals()).containsOnlyKeys(OperationKind.GETATTR, OperationKind.TRUNCATE);
        var totals = rig.volume.totals().get(OperationKind.GETATTR);
        assertThat(totals.count()).isEqualTo(7);
        assertThat(totals.failures()).isEqualTo(1);
        assertThat(totals.nanos()).isPositive();
    }

    @Test
    void anOpenThatAFilterAnswersHasAHandleWithNothingBelow() {
        low.pre = (data, objects) -> {
            boolean creates = data.operationName().equals("create")
                    || data.operationName().equals("tmpfile");
            if (creates || data.operationName().startsWith("open")) {
                data.setStatus(NtStatus.SUCCESS);
                return PreOperationStatus.COMPLETE;
            }
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        };
        loadBoth();
        FileHandleObject handle = rig.open();
        assertThat(handle.base()).isNull();
        rig.close(handle);
        assertThat(rig.base.done).isEmpty();
        assertThat(rig.base.closed).isEmpty();
        assertThat(findings()).isEmpty();
        assertThat(rig.volume.handles().size()).isZero();
        assertThat(rig.run(operation -> {
                            Requests.create(operation, dev.weir.FileName.of("x"), 0, 0, 0);
                            operation.on(rig.volume.root());
                        })
                        .errno())
                .isEqualTo(Errno.EIO);
    }

    @Test
    void whatAFailedOperationFoundIsGivenBack() {
        low.post = (data, objects) -> {
            data.setStatus(NtStatus.ACCESS_DENIED);
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        loadBoth();
        FileNodeObject found = rig.volume.nodes().obtain(1, 77, 0, FileType.REGULAR, "found");
        rig.base.passive = true;
        rig.base.onExecute = operation -> {
            found.reference();
            operation.yieldNode(found);
        };
        assertThat(rig.run(operation -> {
                            Requests.lookup(operation, dev.weir.FileName.of("x"));
                            operation.on(rig.volume.root());
                        })
                        .errno())
                .isEqualTo(Errno.EACCES);
        int nodes = rig.volume.nodes().size();
        found.release(1);
        assertThat(rig.volume.nodes().size()).isEqualTo(nodes - 1);
    }

    @Test
    void moreDataThanThereIsRoomForAndLessThanNoneIsAnError() {
        FileHandleObject handle = rig.open();
        for (long said : new long[] {17, 16, 3, 0, -1}) {
            low.post = (data, objects) -> {
                data.setStatus(NtStatus.SUCCESS, said);
                return PostOperationStatus.FINISHED_PROCESSING;
            };
            if (rig.manager.filter("low").isEmpty()) {
                loadBoth();
            }
            boolean fits = said >= 0 && said <= 16;
            Rig.Outcome outcome = rig.run(rig.read(handle, 0));
            assertThat(outcome.information()).isEqualTo(fits ? said : 0);
            assertThat(outcome.status()).isEqualTo(fits ? NtStatus.SUCCESS : NtStatus.INVALID_BUFFER_SIZE);
        }
        low.post = (data, objects) -> {
            data.setStatus(NtStatus.SUCCESS, 1000);
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        assertThat(rig.run(operation -> {
                            Requests.lseek(operation, 0, 0);
                            operation.through(handle);
                        })
                        .information())
                .isEqualTo(1000);
    }

    @Test
    void whatNeedsAttributesFailsWithoutThem() {
        rig.base.passive = true;
        for (Consumer<Operation> request : List.<Consumer<Operation>>of(
                o -> Requests.getattr(o, 0),
                o -> Requests.setAttributes(o, OperationKind.TRUNCATE, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                o -> Requests.setAttributes(o, OperationKind.CHMOD, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                o -> Requests.setAttributes(o, OperationKind.CHOWN, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                o -> Requests.setAttributes(o, OperationKind.UTIMENS, 0, 0, 0, 0, 0, 0, 0, 0, 0))) {
            assertThat(rig.run(operation -> {
                                request.accept(operation);
                                operation.on(rig.volume.root());
                            })
                            .errno())
                    .isEqualTo(Errno.EIO);
        }
        assertThat(rig.run(operation -> {
                            Requests.statfs(operation);
                            operation.on(rig.volume.root());
                        })
                        .errno())
                .isZero();
    }

    @Test
    void theCloseWaitsForACleanupThatAFilterPends() {
        FileHandleObject handle = rig.open();
        low.pre = (data, objects) ->
                data.operationName().equals("cleanup") ? pend(data) : PreOperationStatus.SUCCESS_WITH_CALLBACK;
        loadBoth();
        rig.close(handle);
        assertThat(log).endsWith("high pre cleanup", "low pre cleanup");
        assertThat(kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK))
                .isTrue();
        VolumeObject volume = rig.volume;
        for (int tries = 0; tries < 4000 && volume.handles().size() > 0; tries++) {
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
        assertThat(volume.handles().size()).isZero();
        assertThat(rig.base.closed).containsExactly(handle);
        assertThat(log)
                .endsWith(
                        "high post cleanup",
                        "high pre release",
                        "low pre release",
                        "low post release",
                        "high post release");
    }
}
