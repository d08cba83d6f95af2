package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.manager.conformance.Lines;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames that two sides take away at once. */
class FlightLineTest {
    private static final int OPERATIONS = 3;
    private static final Registration PASSING = Registration.builder()
            .everyOperation(
                    (data, objects) -> PreOperationStatus.SUCCESS_WITH_CALLBACK,
                    (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING)
            .build();

    private final LayerBench bench = Lines.with("now", () -> new LayerBench(PASSING));
    private final InstanceObject instance = bench.instance("1");
    private final FlightLine line = bench.operation.flight.line();

    private LineFrame run(CallbackStack stack) {
        for (int i = 0; i < OPERATIONS; i++) {
            Requests.getattr(bench.operation, 0);
            bench.operation.on(bench.root());
            bench.operation.flight.start(stack, null);
        }
        LineFrame frame = line.frame(stack, bench.operation);
        assertThat(frame).isNotNull().satisfies(f -> assertThat(f.passed()).isEqualTo(OPERATIONS));
        return frame;
    }

    private long counted() {
        return bench.filter().counters().sum(FilterCounters.POST);
    }

    /** Stops another thread within its taking a frame away, and has an instance leave the lines then: all is counted, though the other one has not got that far. */
    private void leaveWhile(LineFrame frame, Runnable takesItAway) throws InterruptedException {
        Thread other;
        synchronized (frame) {
            other = Thread.ofPlatform().daemon().start(takesItAway);
            while (other.getState() != Thread.State.BLOCKED) {
                assertThat(other.isAlive()).isTrue();
                Thread.onSpinWait();
            }
            line.leave(instance);
            assertThat(counted()).isEqualTo(OPERATIONS);
        }
        assertThat(other.join(Duration.ofSeconds(20))).isTrue();
        assertThat(counted()).isEqualTo(OPERATIONS);
    }

    @Test
    void whatWentAlongTheLinesOfAWorkerThatEndsIsCountedBeforeAnInstanceHasLeftThem() throws Exception {
        leaveWhile(run(new CallbackStack(List.of(instance))), line::close);
    }

    @Test
    void whatWentAlongALineOfAnotherStackIsCountedBeforeAnInstanceHasLeftIt() throws Exception {
        LineFrame old = run(new CallbackStack(List.of(instance)));
        var other = new CallbackStack(List.of(bench.instance("2")));
        leaveWhile(old, () -> line.frame(other, bench.operation));
    }
}
