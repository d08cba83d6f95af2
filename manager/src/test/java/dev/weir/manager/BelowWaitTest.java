package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BelowWaitTest {
    private final BelowWait wait = new BelowWait();
    private final List<String> cancelled = new ArrayList<>();

    @Test
    void theRunnerGoesOnWhereTheAnswerCameBeforeItLeft() {
        assertThat(wait.isDeferred()).isFalse();
        wait.defer(() -> {});
        assertThat(wait.isDeferred()).isTrue();
        assertThat(wait.complete()).isFalse();
        assertThat(wait.isCompletedEarly()).isTrue();
        assertThat(wait.isDeferred()).isTrue();
    }

    @Test
    void theCompleterGoesOnWhereTheRunnerHasLeft() {
        wait.defer(() -> {});
        assertThat(wait.isCompletedEarly()).isFalse();
        assertThat(wait.complete()).isTrue();
    }

    @Test
    void itIsCancelledAtMostOnceAndNotAfterTheAnswer() {
        wait.cancel();
        wait.defer(() -> cancelled.add("first"));
        wait.cancel();
        wait.cancel();
        assertThat(cancelled).containsExactly("first");
        wait.reset();
        wait.defer(() -> cancelled.add("second"));
        wait.complete();
        wait.cancel();
        assertThat(cancelled).containsExactly("first");
    }

    @Test
    void aResetForgetsTheLastWait() {
        wait.defer(() -> cancelled.add("old"));
        wait.isCompletedEarly();
        wait.reset();
        assertThat(wait.isDeferred()).isFalse();
        wait.cancel();
        assertThat(cancelled).isEmpty();
        wait.defer(() -> {});
        assertThat(wait.complete()).isFalse();
    }

    @Test
    void aThreadThatWaitsIsWokenByTheAnswer() throws Exception {
        wait.defer(() -> {});
        var waiting = new CompletableFuture<Thread>();
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
            waiting.complete(Thread.currentThread());
            wait.await();
        });
        Thread thread = waiting.get(20, TimeUnit.SECONDS);
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(end).isNotDone();
        assertThat(wait.complete()).isFalse();
        end.get(20, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerThatIsThereIsNotWaitedFor() {
        wait.defer(() -> {});
        wait.complete();
        wait.await();
        assertThat(wait.isDeferred()).isTrue();
    }
}
