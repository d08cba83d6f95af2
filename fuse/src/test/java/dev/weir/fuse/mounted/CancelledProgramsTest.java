package dev.weir.fuse.mounted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.CallbackData;
import dev.weir.CancelSafeQueue;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs whose operations wait in a cancel-safe queue, when they are interrupted, die, or the filter goes. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CancelledProgramsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Keeps each open of {@code slow} in its queue. */
    private static final class Keeper implements Minifilter {
        final AtomicInteger cancelled = new AtomicInteger();
        final CancelSafeQueue<Long> queue = new CancelSafeQueue<>(data -> {
            cancelled.incrementAndGet();
            data.setStatus(NtStatus.CANCELLED);
            data.completePendedPreOperation(PreOperationStatus.COMPLETE);
        });

        @Override
        public Registration registration(FilterManager manager) throws FilterException {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .preOperation(MajorFunction.CREATE, (data, objects) -> {
                        boolean kept = data.path().text().equals("slow")
                                && queue.insert(data, data.id()).isSuccess();
                        return kept ? PreOperationStatus.PENDING : PreOperationStatus.SUCCESS_NO_CALLBACK;
                    })
                    .instanceTeardownStart((instance, reason) -> {
                        queue.disable();
                        resumeAll();
                    })
                    .build();
        }

        void resumeAll() {
            for (Optional<CallbackData> next = queue.removeNext(); next.isPresent(); next = queue.removeNext()) {
                next.get().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
            }
        }
    }

    private static Process cat(Path file) throws Exception {
        return new ProcessBuilder("cat", file.toString())
                .redirectErrorStream(true)
                .start();
    }

    @Test
    @DisplayName("Q1, Q2, Q4, Q6, Q7: programs that are killed leave the queue, the others go on when the filter goes")
    void killedProgramsLeaveTheQueueAndTheOthersGoOnWhenTheFilterGoes() throws Exception {
        var keeper = new Keeper();
        try (var mounted = new Mounted()) {
            Path file = mounted.directory.resolve("slow");
            Files.writeString(file, "content");
            mounted.load("keeper", "140000", () -> keeper);
            List<Process> programs = new ArrayList<>();
            try {
                for (int i = 0; i < 30; i++) {
                    programs.add(cat(file));
                }
                await().atMost(PATIENCE).until(() -> keeper.queue.size() == 30);
                for (Process program : programs.subList(0, 20)) {
                    program.destroyForcibly();
                }
                for (Process program : programs.subList(0, 20)) {
                    assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
                }
                await().atMost(PATIENCE).until(() -> keeper.queue.size() == 10);
                assertThat(keeper.cancelled).hasValue(20);
                assertThat(mounted.unload("keeper").outcome().name()).isEqualTo("UNLOADED");
                for (Process program : programs.subList(20, 30)) {
                    assertThat(new String(program.getInputStream().readAllBytes(), UTF_8))
                            .isEqualTo("content");
                    assertThat(program.waitFor()).isZero();
                }
                assertThat(keeper.cancelled).hasValue(20);
            } finally {
                keeper.resumeAll();
                programs.forEach(Process::destroyForcibly);
            }
        }
    }

    @Test
    @DisplayName("Q10: a program that is interrupted is told EINTR at once")
    void anInterruptedProgramIsToldEintrAtOnce() throws Exception {
        var keeper = new Keeper();
        try (var mounted = new Mounted()) {
            Path file = mounted.directory.resolve("slow");
            Files.writeString(file, "content");
            mounted.load("keeper", "140000", () -> keeper);
            Process program = new ProcessBuilder("python3", "-c", """
                    import ctypes, os, signal, sys
                    libc = ctypes.CDLL(None, use_errno=True)
                    signal.signal(signal.SIGALRM, lambda *a: None)
                    signal.siginterrupt(signal.SIGALRM, True)
                    signal.alarm(1)
                    print(libc.open(sys.argv[1].encode(), 0), ctypes.get_errno())
                    """, file.toString())
                    .redirectErrorStream(true)
                    .start();
            try {
                assertThat(new String(program.getInputStream().readAllBytes(), UTF_8).strip())
                        .isEqualTo("-1 4");
                assertThat(program.waitFor()).isZero();
                await().atMost(PATIENCE).until(() -> keeper.queue.size() == 0);
                assertThat(keeper.cancelled).hasValue(1);
            } finally {
                keeper.resumeAll();
                program.destroyForcibly();
            }
        }
    }
}
