package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.ObjectReference;
import dev.weir.PreOperationStatus;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FilterObject;
import dev.weir.manager.FilterState;
import dev.weir.manager.Finding;
import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.UnloadResult.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an unload waits for, what its requester is told meanwhile, and how a wait ends early. */
class UnloadWaitsTest {
    private final Rig rig = new Rig();
    private final TestFilter filter = new TestFilter("f", "1000");
    private final StopPoint stop = new StopPoint();

    @AfterEach
    void close() {
        stop.goOn();
        rig.close();
    }

    private CompletableFuture<UnloadResult> unloadElsewhere() {
        return CompletableFuture.supplyAsync(() -> rig.unload("f"), rig.threads);
    }

    /** The filter attaches by hand, and is held in its setup. */
    private void loadWithSlowSetup(NtStatus answer) {
        filter.flags = 1;
        filter.setup = (instance, flags) -> {
            stop.stopHere();
            return answer;
        };
        rig.load(filter);
    }

    private CompletableFuture<NtStatus> attachElsewhere() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        rig.manager.attach("f", rig.volume, Optional.empty(), Optional.empty());
                        return NtStatus.SUCCESS;
                    } catch (FilterException e) {
                        return e.status();
                    }
                },
                rig.threads);
    }

    private CompletableFuture<Void> dismountElsewhere() {
        return CompletableFuture.runAsync(() -> rig.manager.dismount(rig.volume), rig.threads);
    }

    private void awaitGone() {
        while (rig.manager.filter("f").isPresent()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoWaitsForAnUnloadIsToldThatItWasAbandoned() {
        filter.unload = (f, flags) -> {
            stop.stopHere();
            return NtStatus.SUCCESS;
        };
        rig.load(filter);
        CompletableFuture<UnloadResult> unload = unloadElsewhere();
        stop.awaitReached();
        assertThat(rig.manager.abandon("f").message())
                .startsWith("f is removed, not proved: f: its unload callback is running in rig");
        UnloadResult told = Rig.get(unload);
        assertThat(told.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(told.message()).startsWith("f is removed, not proved");
        assertThat(rig.volume.instances()).isEmpty();
    }

    @Test
    void aCallbackThatAnswersAfterItsFilterWasAbandonedChangesNothing() {
        filter.unload = (f, flags) -> {
            stop.stopHere();
            return NtStatus.SUCCESS;
        };
        FilterObject object = rig.load(filter);
        rig.unload("f", false, Duration.ofMillis(50));
        rig.manager.abandon("f");
        stop.goOn();
        rig.getattr();
        assertThat(object.state()).isEqualTo(FilterState.ABANDONED);
        assertThat(filter.count(line -> line.contains("complete"))).isZero();
        assertThatThrownBy(object::reference)
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT));
    }

    @Test
    void aFilterWhoseOperationHangsIsUnlinkedWhenItIsAbandoned() {
        filter.pre = (data, objects) -> {
            stop.stopHere();
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        FilterObject object = rig.load(filter);
        CompletableFuture<Rig.Outcome> getattr = rig.startElsewhere(rig::getattr);
        stop.awaitReached();
        assertThat(rig.unload("f", false, Duration.ofMillis(50)).waited()).isEqualTo(1);
        UnloadResult abandoned = rig.manager.abandon("f");
        assertThat(abandoned.message()).contains("f: pre-getattr is running on . by process -1, ");
        assertThat(abandoned.waited()).isEqualTo(1);
        assertThat(rig.volume.instances()).isEmpty();
        assertThat(object.instances()).isEmpty();
        filter.pre = (data, objects) -> PreOperationStatus.SUCCESS_WITH_CALLBACK;
        TestFilter again = new TestFilter("f", "1000");
        rig.load(again);
        assertThat(rig.getattr().errno()).isZero();
        stop.goOn();
        assertThat(Rig.get(getattr).errno()).isZero();
        assertThat(again.count(line -> line.equals("f post getattr"))).isEqualTo(1);
    }

    @Test
    void aTimedOutRequesterIsToldWhatWasDrainedSoFar() {
        FileHandleObject handle = rig.open();
        rig.load(filter);
        CompletableFuture<Rig.Outcome> lock = rig.start(rig.lock(handle));
        filter.pre = (data, objects) -> {
            stop.stopHere();
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        };
        CompletableFuture<Rig.Outcome> getattr = rig.startElsewhere(rig::getattr);
        stop.awaitReached();
        UnloadResult result = rig.unload("f", false, Duration.ofMillis(300));
        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.status()).isEqualTo(NtStatus.IO_TIMEOUT);
        assertThat(result.drained()).isEqualTo(1);
        assertThat(result.waited()).isEqualTo(1);
        stop.goOn();
        assertThat(Rig.get(getattr).errno()).isZero();
        rig.base.grant();
        assertThat(Rig.get(lock).errno()).isZero();
        awaitGone();
    }

    @Test
    @DisplayName("U14: leaked FltObjectReference(filter): unregister blocks and says how many are held")
    void anUnloadWaitsForReferencesOnTheFilterAndSaysHowMany() throws Exception {
        FilterObject object = rig.load(filter);
        ObjectReference first = object.reference();
        ObjectReference second = object.reference();
        UnloadResult result = rig.unload("f", false, Duration.ofMillis(200));
        assertThat(result.message()).contains("f: 2 references on the filter are not given back");
        assertThat(object.state()).isEqualTo(FilterState.DELETING);
        assertThat(filter.log).endsWith("f complete FILTER_UNLOAD");
        first.close();
        first.close();
        assertThat(rig.unload("f").status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
        second.close();
        awaitGone();
        assertThat(object.state()).isEqualTo(FilterState.GONE);
    }

    @Test
    void aRequesterThatIsInterruptedStopsWaitingAndTheUnloadGoesOn() {
        filter.unload = (f, flags) -> {
            stop.stopHere();
            return NtStatus.SUCCESS;
        };
        rig.load(filter);
        var requester = new CompletableFuture<Thread>();
        var interrupted = new AtomicBoolean();
        CompletableFuture<UnloadResult> unload = CompletableFuture.supplyAsync(
                () -> {
                    requester.complete(Thread.currentThread());
                    UnloadResult result = rig.unload("f");
                    interrupted.set(Thread.currentThread().isInterrupted());
                    return result;
                },
                rig.threads);
        stop.awaitReached();
        Rig.get(requester).interrupt();
        assertThat(Rig.get(unload).outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(interrupted).isTrue();
        stop.goOn();
        awaitGone();
        assertThat(filter.log).endsWith("f complete FILTER_UNLOAD");
    }

    @Test
    void anUnloadDuringADetachWaitsForItsEnd() {
        filter.onTeardownStart = stop::stopHere;
        rig.load(filter);
        CompletableFuture<Void> detach = CompletableFuture.runAsync(
                () -> {
                    try {
                        rig.manager.detach("f", rig.volume, Optional.empty());
                    } catch (FilterException e) {
                        throw new IllegalStateException(e);
                    }
                },
                rig.threads);
        stop.awaitReached();
        assertThat(rig.unload("f", false, Duration.ofMillis(100)).outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThatThrownBy(() -> rig.manager.detach("f", rig.volume, Optional.empty()))
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT));
        stop.goOn();
        Rig.get(detach);
        awaitGone();
        assertThat(filter.count(line -> line.startsWith("f complete"))).isEqualTo(1);
        assertThat(filter.log).contains("f complete MANUAL");
    }

    @Test
    void aDismountDuringAnUnloadWaitsForTheInstance() {
        filter.onTeardownStart = stop::stopHere;
        rig.load(filter);
        CompletableFuture<UnloadResult> unload = unloadElsewhere();
        stop.awaitReached();
        CompletableFuture<Void> dismount = dismountElsewhere();
        assertThatThrownBy(() -> dismount.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(rig.base.isClosed).isFalse();
        stop.goOn();
        assertThat(Rig.get(unload).outcome()).isEqualTo(Outcome.UNLOADED);
        Rig.get(dismount);
        assertThat(rig.base.isClosed).isTrue();
        assertThat(filter.count(line -> line.startsWith("f complete"))).isEqualTo(1);
    }

    @Test
    void aDismountDuringASetupWaitsForItAndTheInstanceIsTornDown() {
        loadWithSlowSetup(NtStatus.SUCCESS);
        CompletableFuture<NtStatus> attach = attachElsewhere();
        stop.awaitReached();
        CompletableFuture<Void> dismount = dismountElsewhere();
        assertThatThrownBy(() -> dismount.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(rig.base.isClosed).isFalse();
        stop.goOn();
        Rig.get(dismount);
        assertThat(Rig.get(attach)).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
        assertThat(rig.base.isClosed).isTrue();
        assertThat(filter.count(line -> line.startsWith("f complete"))).isEqualTo(1);
        assertThat(rig.unload("f").outcome()).isEqualTo(Outcome.UNLOADED);
    }

    @Test
    void anInstanceInItsSetupCantBeDetachedAndOfAnAbandonedFilterIsNotAttached() {
        loadWithSlowSetup(NtStatus.SUCCESS);
        CompletableFuture<NtStatus> attach = attachElsewhere();
        stop.awaitReached();
        assertThatThrownBy(() -> rig.manager.detach("f", rig.volume, Optional.empty()))
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.FLT_INSTANCE_NOT_FOUND));
        assertThat(rig.unload("f", false, Duration.ofMillis(100)).outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(rig.manager.abandon("f").outcome()).isEqualTo(Outcome.ABANDONED);
        stop.goOn();
        assertThat(Rig.get(attach)).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
        assertThat(rig.volume.instances()).isEmpty();
    }

    @Test
    void aDismountDuringASetupThatFailsEnds() {
        loadWithSlowSetup(NtStatus.UNSUCCESSFUL);
        CompletableFuture<NtStatus> attach = attachElsewhere();
        stop.awaitReached();
        CompletableFuture<Void> dismount = dismountElsewhere();
        stop.goOn();
        assertThat(Rig.get(attach)).isEqualTo(NtStatus.UNSUCCESSFUL);
        Rig.get(dismount);
        assertThat(rig.base.isClosed).isTrue();
        assertThat(filter.count(line -> line.startsWith("f complete"))).isZero();
    }

    @Test
    void anAttachInItsSetupHoldsTheUnloadAndIsTornDownWithTheRest() {
        rig.load(filter);
        TestFilter slow = new TestFilter("slow", "7");
        slow.flags = 1;
        slow.setup = (instance, flags) -> {
            stop.stopHere();
            return NtStatus.SUCCESS;
        };
        rig.load(slow);
        CompletableFuture<Void> attach = CompletableFuture.runAsync(
                () -> {
                    try {
                        rig.manager.attach("slow", rig.volume, Optional.empty(), Optional.empty());
                    } catch (FilterException e) {
                        throw new IllegalStateException(e);
                    }
                },
                rig.threads);
        stop.awaitReached();
        assertThat(rig.unload("slow", false, Duration.ofMillis(100)).outcome()).isEqualTo(Outcome.TIMED_OUT);
        stop.goOn();
        Rig.get(attach);
        while (rig.manager.filter("slow").isPresent()) {
            Thread.onSpinWait();
        }
        assertThat(slow.log).containsExactly("slow start FILTER_UNLOAD", "slow complete FILTER_UNLOAD");
        assertThat(rig.volume.instances()).hasSize(1);
    }

    @Test
    void unregisteringElsewhereIsWaitedFor() {
        filter.onTeardownStart = stop::stopHere;
        FilterObject object = rig.load(filter);
        CompletableFuture<UnloadResult> unload = unloadElsewhere();
        stop.awaitReached();
        CompletableFuture<Void> second = CompletableFuture.runAsync(object::unregister, rig.threads);
        assertThat(second).isNotDone();
        stop.goOn();
        Rig.get(unload);
        Rig.get(second);
        assertThat(object.state()).isEqualTo(FilterState.GONE);
    }

    @Test
    void unregisteringFromItsOwnTeardownReturnsAtOnce() {
        FilterObject[] object = new FilterObject[1];
        filter.onTeardownStart = () -> object[0].unregister();
        object[0] = rig.load(filter);
        assertThat(rig.unload("f").outcome()).isEqualTo(Outcome.UNLOADED);
    }

    @Test
    void aFilterIsNotReadyToBeUnloadedWhileItsEntryRoutineRuns() {
        filter.entry = manager -> {
            manager.register(filter.registration(manager)).startFiltering();
            stop.stopHere();
            return NtStatus.SUCCESS;
        };
        CompletableFuture<FilterObject> load = CompletableFuture.supplyAsync(() -> rig.load(filter), rig.threads);
        stop.awaitReached();
        assertThat(rig.unload("f").status()).isEqualTo(NtStatus.FLT_FILTER_NOT_READY);
        assertThat(filter.unloads).isEmpty();
        stop.goOn();
        Rig.get(load);
        assertThat(rig.unload("f").outcome()).isEqualTo(Outcome.UNLOADED);
    }

    @Test
    void anAnswerOfNullIsAFinding() {
        filter.unload = (f, flags) -> null;
        rig.load(filter);
        assertThat(rig.unload("f").status()).isEqualTo(NtStatus.UNSUCCESSFUL);
        assertThat(rig.manager.findings().all())
                .extracting(Finding::what)
                .containsExactly("answered null to its unload");
    }

    @Test
    void aZeroTimeoutAsksAndDoesNotWait() {
        filter.unload = (f, flags) -> {
            stop.stopHere();
            return NtStatus.FLT_DO_NOT_DETACH;
        };
        rig.load(filter);
        assertThat(rig.manager
                        .unload(new UnloadRequest("f", false, Duration.ZERO, true, holder -> {}))
                        .outcome())
                .isEqualTo(Outcome.TIMED_OUT);
        stop.awaitReached();
        stop.goOn();
    }
}
