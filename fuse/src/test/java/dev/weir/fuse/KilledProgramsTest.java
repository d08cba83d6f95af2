package dev.weir.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.CallbackData;
import dev.weir.PreOperationStatus;
import dev.weir.testkit.RecordingFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that are killed at any moment, under a filter that sleeps and pends, leave nothing behind. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KilledProgramsTest {
    private static final int ROUNDS = 12;
    private static final int PROGRAMS = 5;

    private static final String WORK = """
            while :; do n=$RANDOM; echo $n > $n; cat big $n > c$n || true; mv c$n d$n || true; exec 7<> lock
            flock -w 1 7 && echo x >&7; exec 7>&-; ls > /dev/null; rm -f $n d$n; done
            """;

    @TempDir
    private Path temporary;

    private final Random random = new Random(11);
    private final ScheduledThreadPoolExecutor resumer = new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().unstarted(task));

    @AfterEach
    void stop() {
        resumer.shutdownNow();
    }

    private PreOperationStatus sleepOrPend(CallbackData data) {
        int chance = random.nextInt(100);
        if (chance < 4) {
            try {
                Thread.sleep(chance == 0 ? 1500 : 30);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        } else if (chance < 12) {
            var _ = resumer.schedule(
                    () -> data.completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK),
                    10,
                    TimeUnit.MILLISECONDS);
            return PreOperationStatus.PENDING;
        }
        return PreOperationStatus.SUCCESS_WITH_CALLBACK;
    }

    @ParameterizedTest
    @CsvSource({"PASSTHROUGH, 512", "SEEN, 4", "WRITEBACK, 4"})
    void leaveNothingBehind(DataMode mode, int workers) throws Exception {
        var options = MountOptions.usual().withDataMode(mode).withMaximumWorkers(workers);
        var mounted = new MountedDirectory(temporary, options);
        try (mounted) {
            mounted.run("seq 20000 > big");
            mounted.load(new RecordingFilter("slow").quiet().pre((data, objects) -> sleepOrPend(data)));
            for (int round = 0; round < ROUNDS; round++) {
                List<Process> programs = new ArrayList<>();
                for (int i = 0; i < PROGRAMS; i++) {
                    programs.add(mounted.start(WORK));
                }
                Thread.sleep(random.nextInt(400));
                for (Process program : programs) {
                    MountedDirectory.kill(program);
                    assertThat(program.waitFor(MountedDirectory.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                            .as("a killed program is gone")
                            .isTrue();
                }
            }
            assertThat(mounted.run("echo alive > last; cat last")).isEqualTo("alive\n");
            await().atMost(MountedDirectory.PATIENCE)
                    .until(() -> mounted.volume.volume().handles().size() == 0);
            assertThat(mounted.volume.lostReplies()).isZero();
            await().atMost(MountedDirectory.PATIENCE)
                    .until(() -> mounted.manager.inFlight().isEmpty());
        }
        assertThat(mounted.volume.volume().nodes().size()).isLessThanOrEqualTo(1);
    }
}
