package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.weir.CallbackData;
import dev.weir.ClientPort;
import dev.weir.DelayedWork;
import dev.weir.Filter;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.MessageResult;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PortDefinition;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.manager.UnloadResult;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time-outs of filters without waiting for them, and what a harness says is left. */
@Timeout(120)
class VirtualClockTest {
    private static final Duration TIME_OUT = Duration.ofMinutes(5);

    /** Keeps reads until five minutes have passed, and fails them then. */
    static final class Patient implements Minifilter {
        final Queue<CallbackData> kept = new ConcurrentLinkedQueue<>();
        boolean releases = true;
        Filter filter;

        @Override
        public Registration registration(FilterManager manager) throws FilterException {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .instanceTeardownStart((instance, reason) -> {
                        if (releases) {
                            kept.forEach(
                                    data -> data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK));
                        }
                    })
                    .preOperation(MajorFunction.READ, (data, objects) -> {
                        try {
                            filter.queueWorkAfter(TIME_OUT, () -> giveUp(data));
                        } catch (FilterException going) {
                            return PreOperationStatus.SUCCESS_NO_CALLBACK;
                        }
                        kept.add(data);
                        return PreOperationStatus.PENDING;
                    })
                    .build();
        }

        private void giveUp(CallbackData data) {
            kept.remove(data);
            data.setStatus(NtStatus.IO_TIMEOUT);
            data.completePendedPreOperation(PreOperationStatus.COMPLETE);
        }

        @Override
        public NtStatus entry(FilterManager manager) throws FilterException {
            filter = manager.register(registration(manager));
            filter.startFiltering();
            return NtStatus.SUCCESS;
        }
    }

    @Test
    void aTimeOutOfAFilterComesWhenTheTestMovesTheClock() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.clock().stop();
            harness.load("patient", "370000", Patient::new, Map.of());
            var handle = harness.create("a").handle();
            Background read = harness.background(() -> harness.read(handle, 0, 9));
            harness.clock().advance(TIME_OUT.minusSeconds(1));
            assertThat(read.isDoneWithin(Duration.ofMillis(100))).isFalse();
            harness.clock().advance(TIME_OUT);
            assertThat(read.await().succeeded()).isFalse();
            harness.assertNothingLeft();
        }
    }

    @Test
    void delayedWorkIsTakenBackByItsFilterAndByAnUnload() throws FilterException, InterruptedException {
        try (var harness = new FilterHarness()) {
            var patient = new Patient();
            var ran = new CountDownLatch(1);
            harness.clock().stop();
            harness.load("patient", "370000", () -> patient, Map.of());
            DelayedWork first = patient.filter.queueWorkAfter(TIME_OUT, ran::countDown);
            assertThat(first.cancel()).isTrue();
            assertThat(first.cancel()).isFalse();
            patient.filter.queueWorkAfter(TIME_OUT.multipliedBy(2), ran::countDown);
            assertThat(harness.unload("patient").outcome()).isEqualTo(UnloadResult.Outcome.UNLOADED);
            harness.clock().advance(TIME_OUT.multipliedBy(3));
            assertThat(ran.await(50, TimeUnit.MILLISECONDS)).isFalse();
            assertThatThrownBy(() -> patient.filter.queueWorkAfter(TIME_OUT, ran::countDown))
                    .isInstanceOfSatisfying(
                            FilterException.class,
                            refused -> assertThat(refused.status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT));
        }
    }

    @Test
    void workThatIsDueEarlierIsDoneEarlierWhateverWasQueuedFirst() throws Exception {
        try (var harness = new FilterHarness()) {
            var patient = new Patient();
            var early = new CompletableFuture<Long>();
            var late = new CompletableFuture<Long>();
            harness.clock().stop();
            harness.load("patient", "370000", () -> patient, Map.of());
            patient.filter.queueWorkAfter(
                    TIME_OUT, () -> late.complete(harness.clock().nanoTime()));
            patient.filter.queueWorkAfter(
                    Duration.ofSeconds(1), () -> early.complete(harness.clock().nanoTime()));
            long begun = harness.clock().nanoTime();
            harness.clock().advance(Duration.ofSeconds(2));
            assertThat(early.get(60, TimeUnit.SECONDS) - begun)
                    .isEqualTo(Duration.ofSeconds(2).toNanos());
            assertThat(late).isNotDone();
            harness.clock().advance(TIME_OUT);
            assertThat(late.get(60, TimeUnit.SECONDS)).isPositive();
        }
    }

    @Test
    void aMessageTimesOutByTheClock() throws Exception {
        try (var harness = new FilterHarness()) {
            var connected = new CompletableFuture<ClientPort>();
            harness.load("talker", "370000", () -> new Talker(connected), Map.of());
            harness.connect("talker", "");
            ClientPort client = connected.get(60, TimeUnit.SECONDS);
            var sent = new CompletableFuture<MessageResult>();
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> sent.complete(client.sendMessage(ByteBuffer.allocate(1), TIME_OUT)));
            while (!sent.isDone()) {
                harness.clock().advance(Duration.ofMinutes(1));
                Thread.sleep(5);
            }
            assertThat(sent.get().status()).isEqualTo(NtStatus.TIMEOUT);
        }
    }

    private record Talker(CompletableFuture<ClientPort> connected) implements Minifilter {
        @Override
        public Registration registration(FilterManager manager) {
            return Registration.builder().unload(FilterUnloadCallback.ALWAYS).build();
        }

        @Override
        public NtStatus entry(FilterManager manager) throws FilterException {
            Filter filter = manager.register(registration(manager));
            filter.createCommunicationPort(PortDefinition.<ClientPort>of(
                    "talker",
                    (client, context) -> {
                        connected.complete(client);
                        return client;
                    },
                    client -> {}));
            filter.startFiltering();
            return NtStatus.SUCCESS;
        }
    }

    // ---- what is left

    @Test
    void anOperationThatHadToBeTakenIsLeft() throws FilterException {
        try (var harness = new FilterHarness()) {
            var patient = new Patient();
            patient.releases = false;
            harness.load("patient", "370000", () -> patient, Map.of());
            var handle = harness.create("a").handle();
            Background read = harness.background(() -> harness.read(handle, 0, 9));
            while (patient.kept.isEmpty()) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(harness::assertNothingLeft)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("patient kept 1 operations, which were taken from it");
            read.await();
        }
    }

    @Test
    void aThreadIsLeft() throws FilterException {
        var end = new CountDownLatch(1);
        try (var harness = new FilterHarness()) {
            harness.load("threads", "370000", () -> manager -> startingAThread(end), Map.of());
            assertThatThrownBy(harness::assertNothingLeft)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("thread 'left by a test' goes on");
        } finally {
            end.countDown();
        }
    }

    private static Registration startingAThread(CountDownLatch end) {
        Thread.ofPlatform().daemon().name("left by a test").start(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return Registration.builder().unload(FilterUnloadCallback.ALWAYS).build();
    }

    @Test
    void aReferenceIsLeftAndNamedAndTheWaitForItGoesByTheClock() throws FilterException {
        try (var harness = new FilterHarness()) {
            var patient = new Patient();
            harness.load("patient", "370000", () -> patient, Map.of());
            var reference = patient.filter.reference();
            var asked = CompletableFuture.supplyAsync(() -> catchThrowable(harness::assertNothingLeft));
            await().until(() -> {
                harness.clock().advance(Duration.ofSeconds(1));
                return asked.isDone();
            });
            assertThat(asked.join())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("1 references on the filter are not given back");
            reference.close();
        }
    }
}
