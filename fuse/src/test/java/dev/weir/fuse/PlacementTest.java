package dev.weir.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.weir.linux.NativeThread;
import dev.weir.linux.ProcessCalls;
import dev.weir.linux.Processors;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final long MILLISECOND = 1_000_000;

    private final NativeThread thread = NativeThread.current();
    private final Processors all = Processors.ofThisThread();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Placement placement = new Placement(thread);
    private long now = 1;

    @AfterEach
    void end() {
        over.countDown();
        all.restore(thread);
    }

    /** A thread that is asleep on a processor, as one that has asked for something. */
    private int askerOn(int processor) {
        CompletableFuture<Integer> number = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            NativeThread own = NativeThread.current();
            Processors.ofThisThread().pin(own, processor);
            number.complete(ProcessCalls.thread(own));
            try {
                over.await();
            } catch (InterruptedException ends) {
                Thread.currentThread().interrupt();
            }
        });
        return number.join();
    }

    private List<Integer> allowed() {
        List<Integer> allowed = IntStream.range(0, 64)
                .filter(i -> all.pin(thread, i) == 0)
                .boxed()
                .toList();
        all.restore(thread);
        assumeThat(allowed).as("processors").hasSizeGreaterThan(1);
        return allowed;
    }

    /** Again and again, since the scheduler can take it elsewhere at any moment. */
    private void goesTo(int processor, int asker) {
        await().until(() -> {
            now += 100 * MILLISECOND;
            placement.follow(asker, now);
            return Processors.current(thread) == processor;
        });
    }

    @Test
    void itGoesWhereTheAskerIsAndIsNotBoundThere() {
        List<Integer> processors = allowed();
        int first = askerOn(processors.getFirst());
        int last = askerOn(processors.getLast());
        for (int i = 0; i < 3; i++) {
            goesTo(processors.getFirst(), first);
            goesTo(processors.getLast(), last);
        }
        assertThat(allowed()).isEqualTo(processors);
    }

    @Test
    void itIsLookedAtOnceInAWhile() {
        List<Integer> processors = allowed();
        int asker = askerOn(processors.getFirst());
        goesTo(processors.getFirst(), asker);
        await().until(() -> {
            Processors.move(thread, processors.getLast());
            placement.follow(asker, now + MILLISECOND / 2);
            return Processors.current(thread) == processors.getLast();
        });
    }
}
