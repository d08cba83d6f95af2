package dev.weir.testkit;

import dev.weir.manager.Operation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Operations that a harness runs on a thread of their own. Safe on any thread. */
public final class Background {
    private static final ThreadLocal<@Nullable Background> CURRENT = new ThreadLocal<>();

    private final CompletableFuture<Result> end = new CompletableFuture<>();
    private final Thread thread;
    private @Nullable Operation operation;

    private Background(Supplier<Result> work) {
        thread = Thread.ofPlatform().daemon().name("harness-background").unstarted(() -> {
            CURRENT.set(this);
            try {
                end.complete(work.get());
            } catch (RuntimeException | Error failure) {
                end.completeExceptionally(failure);
            }
        });
    }

    static Background start(Supplier<Result> work) {
        var background = new Background(work);
        background.thread.start();
        return background;
    }

    static @Nullable Background current() {
        return CURRENT.get();
    }

    /** The operation that runs now. */
    synchronized void operation(@Nullable Operation running) {
        operation = running;
    }

    /** The thread that the operations start on. */
    public Thread thread() {
        return thread;
    }

    public boolean isDone() {
        return end.isDone();
    }

    /** The program gives up what it is waiting for: it was interrupted or killed. */
    public synchronized void cancel() {
        if (operation != null) {
            operation.cancel();
        }
    }

    /** The front has told the program that it failed, without waiting. */
    public synchronized void abandon() {
        if (operation != null) {
            operation.abandon();
        }
    }

    /** Waits for the end, at most so long; whether it has come. */
    boolean isDoneWithin(Duration patience) {
        try {
            return thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return isDone();
        }
    }

    /** The end, at most {@link FilterHarness#PATIENCE} from now. */
    public Result await() {
        try {
            return end.get(FilterHarness.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            var stack = new AssertionError("still running:");
            stack.setStackTrace(thread.getStackTrace());
            throw stack;
        } catch (ExecutionException e) {
            throw new AssertionError("failed in the background", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
