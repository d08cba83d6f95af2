package dev.weir.manager;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** An operation that waits in the base file system, whose answer and whose cancellation come at any moment. */
@ModelChecked
class BelowWaitOrdersTest {
    public static final class Wait {
        private final BelowWait wait = new BelowWait();
        private volatile boolean deferred;
        private volatile boolean answered;
        private final AtomicInteger wentOn = new AtomicInteger();
        private final AtomicInteger cancelled = new AtomicInteger();
        private volatile boolean fault;

        private void cancelled() {
            fault |= answered;
            cancelled.incrementAndGet();
        }

        public void run() {
            wait.defer(this::cancelled);
            deferred = true;
            if (wait.isCompletedEarly()) {
                wentOn.incrementAndGet();
            }
        }

        /** On the thread that waits. */
        public void runAndStay() {
            wait.defer(this::cancelled);
            deferred = true;
            wait.await();
            wentOn.incrementAndGet();
        }

        public void answer() {
            while (!deferred) {
                Thread.onSpinWait();
            }
            if (wait.complete()) {
                wentOn.incrementAndGet();
            }
        }

        public void cancel() {
            wait.cancel();
        }

        @Validate
        public void holds() {
            if (wentOn.get() != 1 || cancelled.get() > 1 || fault) {
                throw new IllegalStateException(
                        "went on " + wentOn.get() + " times, cancelled " + cancelled.get() + " times");
            }
        }
    }

    @Test
    void theOperationGoesOnOnceWhoeverComesFirst() {
        Interleavings.of(Wait.class)
                .thread("run")
                .thread("answer")
                .thread("cancel", "cancel")
                .hold();
    }

    @Test
    void aThreadThatWaitsIsWoken() {
        Interleavings.of(Wait.class)
                .thread("runAndStay")
                .thread("answer")
                .thread("cancel")
                .hold();
    }
}
