package dev.weir.fuse.mounted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.CallbackData;
import dev.weir.Errno;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rows of pending (§3.5) on a mount: programs wait until what they asked for is resumed. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MountedPendingRowsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Keeps the opens of {@code slow}, on the way down or on the way up. */
    private static final class Keeper implements Minifilter {
        final BlockingQueue<CallbackData> kept = new LinkedBlockingQueue<>();
        final AtomicInteger posts = new AtomicInteger();
        volatile boolean before = true;
        volatile boolean after;
        volatile boolean defers;

        @Override
        public Registration registration(FilterManager manager) throws FilterException {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .operation(
                            MajorFunction.CREATE,
                            (data, objects) -> {
                                if (!before || !data.path().text().equals("slow")) {
                                    return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                                }
                                return defers && !deferred(data) ? PreOperationStatus.SUCCESS_NO_CALLBACK : keep(data);
                            },
                            (data, objects, flags) -> {
                                posts.incrementAndGet();
                                if (after && flags.isEmpty()) {
                                    kept.add(data);
                                    return PostOperationStatus.MORE_PROCESSING_REQUIRED;
                                }
                                return PostOperationStatus.FINISHED_PROCESSING;
                            })
                    .build();
        }

        private PreOperationStatus keep(CallbackData data) {
            if (!defers) {
                kept.add(data);
            }
            return PreOperationStatus.PENDING;
        }

        private static boolean deferred(CallbackData data) {
            try {
                data.queueDeferredWork(
                        operation -> operation.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK));
                return true;
            } catch (FilterException refused) {
                return false;
            }
        }

        CallbackData take() throws InterruptedException {
            CallbackData data = kept.poll(30, TimeUnit.SECONDS);
            assertThat(data).isNotNull();
            data.awaitKept();
            return data;
        }
    }

    private final Keeper keeper = new Keeper();
    private Mounted mounted;
    private Path slow;

    @BeforeEach
    void mount() throws Exception {
        mounted = new Mounted();
        slow = Files.writeString(mounted.directory.resolve("slow"), "content");
        mounted.load("keeper", "140000", () -> keeper);
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted != null) {
            keeper.before = false;
            keeper.after = false;
            keeper.kept.forEach(data -> {
                data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
                data.completePendedPostOperation();
            });
            mounted.close();
        }
    }

    private CompletableFuture<String> read() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return Files.readString(slow);
                    } catch (AccessDeniedException denied) {
                        return "denied";
                    } catch (IOException e) {
                        return e.toString();
                    }
                },
                mounted.threads);
    }

    private static String get(CompletableFuture<String> program) throws Exception {
        return program.get(30, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName(
            "W1, W2: a pended open goes on as it is resumed: passed down, with its post-operation or not, or refused")
    void eachStatus() throws Exception {
        CompletableFuture<String> program = read();
        assertThat(keeper.take().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK))
                .isTrue();
        assertThat(get(program)).isEqualTo("content");
        assertThat(keeper.posts).hasValue(0);
        program = read();
        assertThat(keeper.take().completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK, "context"))
                .isTrue();
        assertThat(get(program)).isEqualTo("content");
        assertThat(keeper.posts).hasValue(1);
        program = read();
        CallbackData refused = keeper.take();
        assertThatThrownBy(() -> refused.completePendedPreOperation(PreOperationStatus.PENDING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(program).isNotDone();
        refused.setErrno(Errno.EACCES);
        assertThat(refused.completePendedPreOperation(PreOperationStatus.COMPLETE))
                .isTrue();
        assertThat(get(program)).isEqualTo("denied");
    }

    @Test
    @DisplayName("W3: an open that a post-operation keeps is answered when it is resumed, as it was failed meanwhile")
    void keptOnItsWayUp() throws Exception {
        keeper.before = false;
        keeper.after = true;
        CompletableFuture<String> program = read();
        CallbackData data = keeper.take();
        assertThat(program).isNotDone();
        data.setErrno(Errno.EACCES);
        assertThat(data.completePendedPostOperation()).isTrue();
        assertThat(get(program)).isEqualTo("denied");
        await().atMost(PATIENCE).until(() -> mounted.volume().handles().size() == 0);
    }

    @Test
    @DisplayName("W5: an open is resumed by deferred work")
    void deferredWork() throws Exception {
        keeper.defers = true;
        assertThat(get(read())).isEqualTo("content");
    }

    @Test
    @DisplayName("W12: an open that is resumed twice stays with the filter below that keeps it by then")
    void twice() throws Exception {
        var below = new Keeper();
        mounted.load("below", "130000", () -> below);
        CompletableFuture<String> program = read();
        CallbackData above = keeper.take();
        assertThat(above.completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK))
                .isTrue();
        CallbackData kept = below.take();
        assertThat(above.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK))
                .isFalse();
        assertThat(program).isNotDone();
        kept.setErrno(Errno.EACCES);
        assertThat(kept.completePendedPreOperation(PreOperationStatus.COMPLETE)).isTrue();
        assertThat(get(program)).isEqualTo("denied");
    }
}
