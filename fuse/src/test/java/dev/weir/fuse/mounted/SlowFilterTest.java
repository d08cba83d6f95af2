package dev.weir.fuse.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.UnloadResult.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A filter whose callback does not return holds the callers that it holds, and nobody else. */
class SlowFilterTest {
    private static final int CALLERS = 64;

    @Test
    void otherFilesAreServedKilledCallersLeaveAndTheHolderIsNamed() throws Exception {
        var wake = new CountDownLatch(1);
        try (var mounted = new Mounted()) {
            Path other = mounted.directory.resolve("other");
            Files.writeString(other, "content");
            Files.writeString(mounted.directory.resolve("file.slow"), "content");
            mounted.load(
                    "sleeper",
                    "5000",
                    () -> manager -> Registration.builder()
                            .unload(FilterUnloadCallback.ALWAYS)
                            .preOperation(MajorFunction.CREATE, (data, objects) -> {
                                if (data.path().text().endsWith(".slow")) {
                                    sleep(wake);
                                }
                                return PreOperationStatus.SUCCESS_NO_CALLBACK;
                            })
                            .build());
            List<Process> callers = new ArrayList<>();
            try {
                for (int i = 0; i < CALLERS; i++) {
                    callers.add(new ProcessBuilder(
                                    "cat",
                                    mounted.directory.resolve("file.slow").toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
                }
                awaitHeld(mounted, CALLERS);
                assertThat(mounted.manager.inFlight())
                        .filteredOn(flight -> flight.holder().equals("sleeper"))
                        .hasSize(CALLERS)
                        .allSatisfy(flight -> {
                            assertThat(flight.path()).isEqualTo("file.slow");
                            assertThat(flight.operation()).isEqualTo("open");
                            assertThat(flight.program()).isEqualTo("cat");
                        });
                for (int i = 0; i < 200; i++) {
                    assertThat(Files.readString(other)).isEqualTo("content");
                }
                for (Process caller : callers.subList(0, 8)) {
                    caller.destroyForcibly();
                }
                for (Process caller : callers.subList(0, 8)) {
                    assertThat(caller.waitFor(20, TimeUnit.SECONDS)).isTrue();
                }
                UnloadResult result = mounted.manager.unload(
                        new UnloadRequest("sleeper", true, Duration.ofMillis(200), true, holder -> {}));
                assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
                assertThat(result.message()).contains("sleeper: pre-open is running on file.slow by process");
            } finally {
                wake.countDown();
                for (Process caller : callers) {
                    caller.waitFor(20, TimeUnit.SECONDS);
                    caller.destroyForcibly();
                }
            }
            assertThat(callers.subList(8, CALLERS))
                    .allSatisfy(caller -> assertThat(caller.exitValue()).isZero());
            assertThat(Files.readString(mounted.directory.resolve("file.slow"))).isEqualTo("content");
        }
    }

    private static void awaitHeld(Mounted mounted, int wanted) throws InterruptedException {
        for (int tries = 0; tries < 2000; tries++) {
            long held = mounted.manager.inFlight().stream()
                    .filter(flight -> flight.holder().equals("sleeper"))
                    .count();
            if (held == wanted) {
                return;
            }
            Thread.sleep(10);
        }
    }

    private static void sleep(CountDownLatch wake) {
        try {
            wake.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
