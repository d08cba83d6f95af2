package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.manager.conformance.Rigs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is in a name provider, and who waits for that. */
@Timeout(60)
class ProviderGateTest {
    private final Rigs rig = Rigs.quiet();
    private final ProviderGate gate = new ProviderGate();
    private final CountDownLatch leave = new CountDownLatch(1);
    private final TeardownTally tally = new TeardownTally(holder -> {});
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("gate-", 0).factory());
    private FilterObject filter;
    private InstanceObject instance;

    @BeforeEach
    void make() throws Exception {
        var definition = new FilterDefinition(
                "f", Optional.empty(), List.of(new InstanceDefinition("i", Altitude.of("1"), false, false)), "i");
        filter = new FilterObject(rig.manager(), definition);
        instance = new InstanceObject("i", Altitude.of("1"), filter, rig.volume());
    }

    @AfterEach
    void close() {
        leave.countDown();
        threads.shutdown();
        rig.close();
    }

    /** Somebody is in the provider until {@link #leave}. */
    private CompletableFuture<Boolean> somebodyInside() throws InterruptedException {
        var entered = new CountDownLatch(1);
        CompletableFuture<Boolean> inside = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        boolean in = gate.enter();
                        entered.countDown();
                        leave.await();
                        gate.leave();
                        return in;
                    } catch (FilterException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        return inside;
    }

    private CompletableFuture<Void> closing() {
        return CompletableFuture.runAsync(() -> gate.close(instance, tally), threads);
    }

    @Test
    void eachProviderHasANumberOfItsOwn() {
        assertThat(new ProviderGate().number).isNotEqualTo(gate.number).isPositive();
    }

    @Test
    void aThreadIsInOnceAndMayComeBackWhenItHasLeft() throws Exception {
        assertThat(gate.enter()).isTrue();
        assertThatThrownBy(gate::enter)
                .isInstanceOfSatisfying(
                        FilterException.class,
                        refused -> assertThat(refused.status()).isEqualTo(NtStatus.FLT_INVALID_NAME_REQUEST))
                .hasMessageContaining("asked itself");
        gate.leave();
        assertThat(gate.enter()).isTrue();
    }

    @Test
    void severalThreadsAreInAtOnce() throws Exception {
        CompletableFuture<Boolean> other = somebodyInside();
        assertThat(gate.enter()).isTrue();
        leave.countDown();
        assertThat(other.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingWaitsForWhoIsInsideAndSaysSo() throws Exception {
        CompletableFuture<Boolean> inside = somebodyInside();
        CompletableFuture<Void> closing = closing();
        await().atMost(30, TimeUnit.SECONDS).until(() -> tally.waitingFor().equals("f: its name provider is running"));
        assertThat(closing).isNotDone();
        assertThat(gate.enter()).as("it is going").isFalse();

        leave.countDown();

        closing.get(30, TimeUnit.SECONDS);
        assertThat(inside.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(tally.waitingFor()).isEmpty();
    }

    @Test
    void whoIsTurnedAwayIsNotInside() throws Exception {
        gate.close(instance, tally);
        assertThat(gate.enter()).isFalse();
        assertThat(gate.enter()).as("it was not in").isFalse();
        closing().get(30, TimeUnit.SECONDS);
    }

    @Test
    void whoClosesFromInsideDoesNotWaitForItself() throws Exception {
        assertThat(gate.enter()).isTrue();
        gate.close(instance, tally);
        assertThat(tally.waitingFor()).isEmpty();
    }

    @Test
    void anAbandonedFiltersProviderIsNotWaitedFor() throws Exception {
        assertThat(somebodyInside()).isNotDone();
        CompletableFuture<Void> closing = closing();
        await().atMost(30, TimeUnit.SECONDS).until(() -> !tally.waitingFor().isEmpty());
        assertThat(closing).isNotDone();

        filter.abandon();

        closing.get(30, TimeUnit.SECONDS);
        assertThat(tally.waitingFor()).isEmpty();
    }
}
