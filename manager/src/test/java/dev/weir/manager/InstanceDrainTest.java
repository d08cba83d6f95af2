package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.Altitude;
import dev.weir.FilterUnloadCallback;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.io.OwnIoException;
import dev.weir.manager.conformance.Rigs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a teardown waits for, what it says meanwhile, and what it counts. */
@Timeout(60)
class InstanceDrainTest {
    private final Rigs rig = Rigs.quiet();
    private final TeardownTally tally = new TeardownTally(holder -> {});
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger posts = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("drain-", 0).factory());
    private FilterObject filter;
    private InstanceObject instance;

    @BeforeEach
    void load() throws Exception {
        filter = rig.manager()
                .load(
                        new FilterDefinition(
                                "slow",
                                Optional.empty(),
                                List.of(new InstanceDefinition("slow", Altitude.of("1"), false, false)),
                                "slow"),
                        () -> manager -> Registration.builder()
                                .unload(FilterUnloadCallback.ALWAYS)
                                .everyOperation(
                                        (data, objects) -> {
                                            if (data.operationName().equals("truncate")) {
                                                untilTheEnd();
                                            }
                                            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                                        },
                                        (data, objects, flags) -> {
                                            posts.incrementAndGet();
                                            return PostOperationStatus.FINISHED_PROCESSING;
                                        })
                                .build(),
                        rig.configuration(),
                        event -> true);
        instance = filter.instanceObjects().getFirst();
    }

    @AfterEach
    void close() {
        end.countDown();
        threads.shutdown();
        rig.close();
    }

    private void untilTheEnd() {
        entered.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Void> truncating() throws InterruptedException {
        CompletableFuture<Void> running = CompletableFuture.runAsync(
                () -> {
                    Operation operation = rig.volume().newOperation(Rigs.NOBODY);
                    Requests.setAttributes(operation, 8, 0, 0, 0, 0, 0, 0, 0, 0);
                    operation.on(rig.volume().root());
                    rig.volume().start(operation);
                },
                threads);
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        return running;
    }

    private CompletableFuture<Void> draining() {
        return CompletableFuture.runAsync(() -> new InstanceDrain(instance, false, tally).run(), threads);
    }

    private void awaitWaitingFor(String... what) {
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(tally.waitingFor()).contains(what));
    }

    private static void get(CompletableFuture<Void> future) throws Exception {
        future.get(30, TimeUnit.SECONDS);
    }

    @Test
    void whereNothingIsHeldThereIsNothingToWaitFor() {
        new InstanceDrain(instance, false, tally).run();

        assertThat(tally.waitedCount()).isZero();
        assertThat(tally.waitingFor()).isEmpty();
        assertThatThrownBy(() -> instance.io().volumeInformation())
                .as("own I/O that would begin now")
                .isInstanceOf(OwnIoException.class)
                .hasMessageContaining("it is being torn down");
    }

    @Test
    void aCallbackThatRunsIsWaitedForAndCountedOnce() throws Exception {
        CompletableFuture<Void> truncating = truncating();
        CompletableFuture<Void> draining = draining();
        awaitWaitingFor("slow: ", "truncate");
        assertThat(draining).isNotDone();
        instance.io().volumeInformation();

        end.countDown();

        get(draining);
        get(truncating);
        assertThat(tally.waitedCount()).isEqualTo(1);
        assertThat(tally.waitingFor()).isEmpty();
        assertThat(posts).as("called by one or the other").hasValue(1);
    }

    @Test
    void workThatWasQueuedIsWaitedFor() throws Exception {
        instance.queueWork(this::untilTheEnd);
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> draining = draining();
        awaitWaitingFor("slow: work on slow is running");
        assertThat(draining).isNotDone();
        instance.io().volumeInformation();

        end.countDown();

        get(draining);
        assertThat(tally.waitedCount()).isEqualTo(1);
    }

    @Test
    void ownIoInProgressIsWaitedForAndNoMoreMayBegin() throws Exception {
        var io = instance.io();
        var task = io.submit(mine -> {
            untilTheEnd();
            return mine.volumeInformation().blocks();
        });
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> draining = draining();
        awaitWaitingFor("own I/O of slow: a task in ");
        assertThat(draining).isNotDone();
        assertThatThrownBy(io::volumeInformation).isInstanceOf(OwnIoException.class);

        end.countDown();

        get(draining);
        assertThat(task.completion().toCompletableFuture().get(30, TimeUnit.SECONDS))
                .as("the task itself goes on")
                .isZero();
        assertThat(tally.waitedCount()).isEqualTo(1);
    }

    @Test
    void whatWaitsBelowIsDrainedAndNotWaitedFor() throws Exception {
        rig.onExecute(operation -> {
            entered.countDown();
            untilTheEnd();
        });
        CompletableFuture<Void> getattr = CompletableFuture.runAsync(
                () -> {
                    Operation operation = rig.volume().newOperation(Rigs.NOBODY);
                    Requests.getattr(operation, 0);
                    operation.on(rig.volume().root());
                    rig.volume().start(operation);
                },
                threads);
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();

        get(draining());

        assertThat(tally.drainedCount()).isEqualTo(1);
        assertThat(tally.waitedCount()).isZero();
        assertThat(posts).hasValue(1);
        end.countDown();
        get(getattr);
        assertThat(posts).hasValue(1);
    }

    @Test
    void anAbandonedFilterIsNotWaitedFor() throws Exception {
        CompletableFuture<Void> truncating = truncating();
        CompletableFuture<Void> draining = draining();
        awaitWaitingFor("truncate");

        filter.abandon();

        get(draining);
        assertThat(tally.waitingFor()).isEmpty();
        assertThat(truncating).isNotDone();
    }
}
