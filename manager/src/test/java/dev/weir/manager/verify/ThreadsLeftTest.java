package dev.weir.manager.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadsLeftTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch end = new CountDownLatch(1);

    private Thread start(String name) {
        return Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                end.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @AfterEach
    void over() {
        end.countDown();
    }

    @Test
    void whoBeganAfterTheMomentAndGoesOnIsLeft() {
        start("earlier");
        ThreadsLeft threads = ThreadsLeft.since("ours-");
        Thread later = start("later");
        start("ours-1");

        assertThat(threads.after(Duration.ZERO))
                .contains(later)
                .extracting(Thread::getName)
                .doesNotContain("earlier", "ours-1");
    }

    @Test
    void whoEndsInTimeIsNotLeft() {
        ThreadsLeft threads = ThreadsLeft.since("ours-");
        Thread later = start("later");
        Thread.ofPlatform().daemon().name("ours-end").start(() -> {
            while (later.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            end.countDown();
        });

        assertThat(threads.after(PATIENCE)).doesNotContain(later);
    }

    @Test
    void whoeverIsInterruptedDoesNotWait() {
        ThreadsLeft threads = ThreadsLeft.since("ours-");
        Thread later = start("later");
        Thread.currentThread().interrupt();
        try {
            assertThat(threads.after(PATIENCE)).contains(later);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aStackHasALineForEachFrame() {
        Thread later = start("later");
        while (later.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        assertThat(ThreadsLeft.stack(later).lines())
                .hasSizeBetween(2, 16)
                .allMatch(line -> line.startsWith("at "))
                .anyMatch(line -> line.contains("CountDownLatch.await"));
    }
}
