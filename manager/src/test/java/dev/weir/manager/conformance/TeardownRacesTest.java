package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.UnloadResult.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the model of the teardown (docs/models) found in the code, each as a test. */
class TeardownRacesTest {
    private final Rig rig = new Rig();
    private final TestFilter filter = new TestFilter("f", "1000");
    private final StopPoint stop = new StopPoint();

    @AfterEach
    void close() {
        stop.goOn();
        rig.close();
    }

    private NtStatus detach() {
        try {
            rig.manager.detach("f", rig.volume, Optional.empty());
            return NtStatus.SUCCESS;
        } catch (FilterException e) {
            return e.status();
        }
    }

    @Test
    void anUnloadWaitsForAQueryThatADetachHasBegun() {
        filter.query = instance -> {
            stop.stopHere();
            return NtStatus.SUCCESS;
        };
        rig.load(filter);
        CompletableFuture<NtStatus> detach = CompletableFuture.supplyAsync(this::detach, rig.threads);
        stop.awaitReached();
        assertThat(rig.unload("f", false, Duration.ofMillis(100)).outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(rig.manager.filter("f")).isPresent();
        stop.goOn();
        assertThat(Rig.get(detach)).isIn(NtStatus.SUCCESS, NtStatus.FLT_DELETING_OBJECT);
        while (rig.manager.filter("f").isPresent()) {
            Thread.onSpinWait();
        }
        assertThat(filter.count(line -> line.startsWith("f complete"))).isEqualTo(1);
    }

    @Test
    void aFilterThatIsBeingUnloadedIsNotAskedWhetherItMayBeDetached() {
        filter.onTeardownStart = stop::stopHere;
        rig.load(filter);
        CompletableFuture<UnloadResult> unload = CompletableFuture.supplyAsync(() -> rig.unload("f"), rig.threads);
        stop.awaitReached();
        assertThat(detach()).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
        stop.goOn();
        assertThat(Rig.get(unload).outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(filter.log).doesNotContain("f query");
    }

    @Test
    void anAbandonedFilterIsNotToldOfTheEndOfItsTeardown() throws Exception {
        filter.pre = (data, objects) -> {
            stop.stopHere();
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        };
        rig.load(filter);
        CompletableFuture<Rig.Outcome> getattr = rig.startElsewhere(rig::getattr);
        stop.awaitReached();
        CompletableFuture<NtStatus> detach = CompletableFuture.supplyAsync(this::detach, rig.threads);
        while (filter.count(line -> line.startsWith("f start")) == 0) {
            Thread.onSpinWait();
        }
        assertThat(rig.unload("f", false, Duration.ofMillis(100)).outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(rig.manager.abandon("f").outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(Rig.get(detach)).isEqualTo(NtStatus.SUCCESS);
        assertThat(filter.count(line -> line.startsWith("f complete"))).isZero();
        stop.goOn();
        assertThat(Rig.get(getattr).errno()).isZero();
    }

    @Test
    void anInterruptDoesNotLetADismountCloseTheFileSystemEarly() throws Exception {
        filter.onTeardownStart = stop::stopHere;
        rig.load(filter);
        CompletableFuture<UnloadResult> unload = CompletableFuture.supplyAsync(() -> rig.unload("f"), rig.threads);
        stop.awaitReached();
        var stillInterrupted = new AtomicBoolean();
        var ended = new CompletableFuture<Void>();
        var dismounting = new Thread(() -> {
            Thread.currentThread().interrupt();
            rig.manager.dismount(rig.volume);
            stillInterrupted.set(Thread.currentThread().isInterrupted());
            ended.complete(null);
        });
        dismounting.setDaemon(true);
        dismounting.start();
        assertThatThrownBy(() -> ended.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(rig.base.isClosed).isFalse();
        stop.goOn();
        Rig.get(ended);
        assertThat(stillInterrupted).isTrue();
        assertThat(Rig.get(unload).outcome()).isEqualTo(Outcome.UNLOADED);
    }
}
