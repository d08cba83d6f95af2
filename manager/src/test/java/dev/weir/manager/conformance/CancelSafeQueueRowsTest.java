package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.CallbackData;
import dev.weir.CancelSafeQueue;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.manager.Handed;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.UnloadResult.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the table of the cancel-safe queue (3.6). */
class CancelSafeQueueRowsTest {
    private static final int MANY = 10_000;

    private final Rig rig = new Rig();
    private final TestFilter filter = new TestFilter("queuer", "3000");
    private final List<CallbackData> inserted = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger completed = new AtomicInteger();
    private final CancelSafeQueue<Long> queue = new CancelSafeQueue<>(this::complete);

    @AfterEach
    void close() {
        rig.close();
    }

    private void complete(CallbackData data) {
        completed.incrementAndGet();
        data.setStatus(NtStatus.CANCELLED);
        data.completePendedPreOperation(PreOperationStatus.COMPLETE);
    }

    private PreOperationStatus insert(CallbackData data) {
        inserted.add(data);
        return queue.insert(data, data.id()).isSuccess()
                ? PreOperationStatus.PENDING
                : PreOperationStatus.SUCCESS_NO_CALLBACK;
    }

    private void load() {
        filter.pre = (data, objects) -> insert(data);
        rig.load(filter);
    }

    private static void resume(CallbackData data) {
        assertThat(data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK))
                .isTrue();
    }

    private void resumeAll() {
        queue.disable();
        for (Optional<CallbackData> next = queue.removeNext(); next.isPresent(); next = queue.removeNext()) {
            resume(next.get());
        }
    }

    @Test
    @DisplayName("Q1 (3.6): Init, Insert: enabled at init; first in, first out")
    void firstInFirstOut() {
        load();
        var ends = new ArrayList<CompletableFuture<Rig.Outcome>>();
        for (int i = 0; i < 5; i++) {
            ends.add(rig.start(rig::getattr));
        }
        assertThat(queue.size()).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            CallbackData next = queue.removeNext().orElseThrow();
            assertThat(next).isSameAs(inserted.get(i));
            resume(next);
        }
        ends.forEach(end -> assertThat(Rig.get(end).errno()).isZero());
        assertThat(queue.removeNext()).isEmpty();
    }

    @Test
    @DisplayName("Q2 (3.6): Insert: FLT_CBDQ_DISABLED if disabled; Disable blocks inserts only; Enable")
    void disabled() {
        load();
        CompletableFuture<Rig.Outcome> first = rig.start(rig::getattr);
        queue.disable();
        assertThat(rig.getattr().errno()).isZero();
        assertThat(queue.insert(inserted.getLast(), 0L)).isEqualTo(NtStatus.FLT_CBDQ_DISABLED);
        assertThat(queue.size()).isEqualTo(1);
        resume(queue.removeNext().orElseThrow());
        Rig.get(first);
        queue.enable();
        CompletableFuture<Rig.Outcome> second = rig.start(rig::getattr);
        assertThat(queue.size()).isEqualTo(1);
        resume(queue.removeNext().orElseThrow());
        Rig.get(second);
    }

    @Test
    @DisplayName("Q3 (3.6): Already canceled: the queue's cancel routine is invoked right away")
    void cancelledBefore() {
        filter.pre = (data, objects) -> {
            Handed.operation(data).cancel();
            return insert(data);
        };
        rig.load(filter);
        assertThat(rig.getattr().status()).isEqualTo(NtStatus.CANCELLED);
        assertThat(completed).hasValue(1);
        assertThat(queue.size()).isZero();
    }

    @Test
    @DisplayName("Q4 (3.6): RemoveNext(peekContext): first non-canceled match or nothing")
    void removeNextMatching() {
        load();
        CompletableFuture<Rig.Outcome> first = rig.start(rig::getattr);
        CompletableFuture<Rig.Outcome> second = rig.start(rig::getattr);
        long wanted = inserted.get(1).id();
        CallbackData found = queue.removeNext(id -> id == wanted).orElseThrow();
        assertThat(found).isSameAs(inserted.get(1));
        assertThat(queue.removeNext(id -> id == wanted)).isEmpty();
        resume(found);
        Rig.get(second);
        Handed.operation(inserted.get(0)).cancel();
        assertThat(queue.removeNext()).isEmpty();
        assertThat(Rig.get(first).status()).isEqualTo(NtStatus.CANCELLED);
    }

    @Test
    @DisplayName("Q5 (3.6): Remove(context): exact item; nothing if gone; a second removal is harmless")
    void removeGiven() {
        load();
        CompletableFuture<Rig.Outcome> first = rig.start(rig::getattr);
        CompletableFuture<Rig.Outcome> second = rig.start(rig::getattr);
        assertThat(queue.remove(inserted.get(1))).isTrue();
        assertThat(queue.remove(inserted.get(1))).isFalse();
        assertThat(queue.size()).isEqualTo(1);
        resume(inserted.get(1));
        Rig.get(second);
        assertThat(queue.remove(inserted.get(0))).isTrue();
        resume(inserted.get(0));
        Rig.get(first);
    }

    @Test
    @DisplayName("Q6 (3.6): Cancel: the item is removed, then completed with CANCELLED, once")
    void cancel() {
        load();
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        Handed.operation(inserted.getFirst()).cancel();
        Handed.operation(inserted.getFirst()).cancel();
        assertThat(Rig.get(getattr).status()).isEqualTo(NtStatus.CANCELLED);
        assertThat(completed).hasValue(1);
        assertThat(queue.remove(inserted.getFirst())).isFalse();
        assertThat(queue.size()).isZero();
    }

    @ParameterizedTest(
            name = "3.6 Cancel races with RemoveNext, Remove and Disable: each operation ends exactly once, seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void race(long seed) throws Exception {
        rig.base.records = false;
        load();
        int operations = 2_000;
        var random = new Random(seed);
        var going = new AtomicBoolean(true);
        var resumed = new AtomicInteger();
        CompletableFuture<Void> remover = CompletableFuture.runAsync(
                () -> {
                    while (going.get() || queue.size() > 0) {
                        queue.removeNext().ifPresent(data -> {
                            resumed.incrementAndGet();
                            resume(data);
                        });
                    }
                },
                rig.threads);
        var ends = new ArrayList<CompletableFuture<Rig.Outcome>>();
        var cancels = new ArrayList<CompletableFuture<?>>();
        for (int i = 0; i < operations; i++) {
            ends.add(rig.start(rig::getattr));
            CallbackData last = inserted.getLast();
            switch (random.nextInt(4)) {
                case 0 ->
                    cancels.add(CompletableFuture.runAsync(
                            () -> Handed.operation(last).cancel(), rig.threads));
                case 1 -> Handed.operation(last).cancel();
                case 2 -> {
                    if (queue.remove(last)) {
                        resumed.incrementAndGet();
                        resume(last);
                    }
                }
                default -> {}
            }
        }
        cancels.forEach(Rig::get);
        int cancelled = 0;
        for (CompletableFuture<Rig.Outcome> end : ends) {
            cancelled += Rig.get(end).errno() == 0 ? 0 : 1;
        }
        going.set(false);
        Rig.get(remover);
        assertThat(completed).hasValue(cancelled);
        assertThat(resumed.get() + cancelled).isEqualTo(operations);
        assertThat(queue.size()).isZero();
    }

    private List<CompletableFuture<Rig.Outcome>> keepMany() {
        rig.base.records = false;
        load();
        var ends = new ArrayList<CompletableFuture<Rig.Outcome>>(MANY);
        for (int i = 0; i < MANY; i++) {
            ends.add(rig.start(rig::getattr));
        }
        assertThat(queue.size()).isEqualTo(MANY);
        assertThat(rig.manager.inFlight()).hasSize(MANY);
        return ends;
    }

    private void report(String how, long begun) {
        System.getLogger("dev.weir.test")
                .log(
                        System.Logger.Level.INFO,
                        "{0} pended operations, {1}: {2} ms, {3} threads",
                        MANY,
                        how,
                        (System.nanoTime() - begun) / 1_000_000,
                        ((java.util.concurrent.ThreadPoolExecutor) rig.threads).getLargestPoolSize());
    }

    @Test
    @DisplayName(
            "Q7 (3.6): Disable, then RemoveNext in a loop: the teardown of an instance with 10,000 pended operations resumes them all")
    void teardownResumesMany() {
        List<CompletableFuture<Rig.Outcome>> ends = keepMany();
        filter.onTeardownStart = this::resumeAll;
        long begun = System.nanoTime();
        UnloadResult result = rig.unload("queuer");
        assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
        ends.forEach(end -> assertThat(Rig.get(end).errno()).isZero());
        report("resumed in teardown start", begun);
        assertThat(completed).hasValue(0);
    }

    @Test
    @DisplayName(
            "Q8 (3.6): A filter that forgets 10,000 operations in its queue: a non-mandatory unload cancels each exactly once")
    void teardownCancelsMany() {
        List<CompletableFuture<Rig.Outcome>> ends = keepMany();
        long begun = System.nanoTime();
        assertThat(rig.unload("queuer").outcome()).isEqualTo(Outcome.UNLOADED);
        ends.forEach(end -> assertThat(Rig.get(end).status()).isEqualTo(NtStatus.CANCELLED));
        report("cancelled by the teardown", begun);
        assertThat(completed).hasValue(MANY);
        assertThat(queue.size()).isZero();
    }

    @Test
    @DisplayName(
            "Q9 (3.6): A filter that forgets 10,000 operations in its queue: a mandatory unload takes them on, no caller sees a difference")
    void teardownTakesMany() {
        List<CompletableFuture<Rig.Outcome>> ends = keepMany();
        long begun = System.nanoTime();
        UnloadResult result = rig.stop("queuer");
        assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(result.reissued()).isEqualTo(MANY);
        ends.forEach(end -> assertThat(Rig.get(end).errno()).isZero());
        report("taken by the teardown", begun);
        assertThat(completed).hasValue(0);
    }
}
