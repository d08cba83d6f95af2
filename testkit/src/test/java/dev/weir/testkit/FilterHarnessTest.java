package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Errno;
import dev.weir.FilterException;
import dev.weir.MajorFunction;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.TeardownReason;
import dev.weir.manager.OperationKind;
import dev.weir.manager.UnloadResult;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FilterHarnessTest {
    @Test
    void showsOneOperationGoingDownTheAltitudesAndUpAgain() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load(new RecordingFilter("low"), "1000");
            harness.load(new RecordingFilter("high"), "2000");

            assertThat(harness.mkdir("a").succeeded()).isTrue();

            assertThat(harness.trace().lines())
                    .containsExactly(
                            "high pre mkdir",
                            "low pre mkdir",
                            "base mkdir",
                            "low post mkdir STATUS_SUCCESS",
                            "high post mkdir STATUS_SUCCESS");
        }
    }

    @Test
    void tellsWhatAProgramWouldBeTold() {
        try (var harness = new FilterHarness()) {
            var handle = harness.create("file").orFail().handle();
            assertThat(harness.write(handle, 3, "text").information()).isEqualTo(4);
            assertThat(harness.read(handle, 2, 100).bytes()).containsExactly(0, 't', 'e', 'x', 't');
            assertThat(harness.getattr("file").attributes().size()).isEqualTo(7);
            assertThat(harness.close(handle).succeeded()).isTrue();
            assertThat(harness.unlink("absent").errno()).isEqualTo(Errno.ENOENT);
            assertThat(harness.unlink("absent").toString()).startsWith("lookup = ENOENT");
            assertThatThrownBy(() -> harness.open("absent", 0).handle()).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void whatIsNotThereIsLookedUpThroughTheFilters() throws FilterException {
        try (var harness = new FilterHarness()) {
            var filter = new RecordingFilter("f");
            harness.load(filter, "1000");
            harness.getattr("not/there");
            assertThat(filter.seen(Seen.Callback.PRE))
                    .extracting(Seen::operation, Seen::path)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("lookup", "not"));
        }
    }

    @Test
    void aFilterCanBeToldToAnswer() throws FilterException {
        try (var harness = new FilterHarness()) {
            var filter = new RecordingFilter("f").only(MajorFunction.CREATE).complete(NtStatus.DISK_FULL);
            harness.load(filter, "1000");
            assertThat(harness.mkdir("a").errno()).isEqualTo(Errno.ENOSPC);
            filter.pass();
            assertThat(harness.mkdir("a").succeeded()).isTrue();
            filter.post((data, objects, flags) -> {
                data.setErrno(Errno.EDQUOT);
                return PostOperationStatus.FINISHED_PROCESSING;
            });
            assertThat(harness.mkdir("b").errno()).isEqualTo(Errno.EDQUOT);
            assertThat(harness.getattr("b").succeeded())
                    .as("failing it does not undo it")
                    .isTrue();
        }
    }

    @Test
    void aPendedOperationIsResumedByTheTest() throws FilterException {
        try (var harness = new FilterHarness()) {
            var pended = new PendedOperations();
            var filter = new RecordingFilter("f").only(MajorFunction.CREATE).pre(pended);
            harness.load(filter, "1000");
            var making = harness.background(() -> harness.mkdir("a"));
            var data = pended.take();
            assertThat(making.isDone()).isFalse();
            assertThat(data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK))
                    .isTrue();
            assertThat(making.await().succeeded()).isTrue();
            filter.pass();
        }
    }

    @Test
    void aGateHoldsACallbackBack() throws FilterException {
        try (var harness = new FilterHarness()) {
            var gate = new Gate();
            var filter = new RecordingFilter("f").only(MajorFunction.CREATE);
            filter.pre((data, objects) -> {
                gate.pass();
                return PreOperationStatus.SUCCESS_NO_CALLBACK;
            });
            harness.load(filter, "1000");
            var making = harness.background(() -> harness.mkdir("a"));
            gate.awaitArrivals(1);
            assertThat(gate.waiting()).isEqualTo(1);
            assertThat(harness.manager().inFlight()).hasSize(1);
            gate.open();
            assertThat(making.await().succeeded()).isTrue();
        }
    }

    @Test
    void unloadsAndStopsAsTheFilterAnswers() throws FilterException {
        try (var harness = new FilterHarness()) {
            var filter = new RecordingFilter("f").unload(NtStatus.FLT_DO_NOT_DETACH);
            harness.load(filter, "1000");
            assertThat(harness.unload("f").status()).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
            assertThat(harness.stop("f").outcome()).isEqualTo(UnloadResult.Outcome.UNLOADED);
            assertThat(filter.count(Seen.Callback.UNLOAD)).isEqualTo(2);
            assertThat(filter.seen(Seen.Callback.TEARDOWN_START))
                    .singleElement()
                    .extracting(Seen::flags)
                    .isEqualTo(Set.of(TeardownReason.MANDATORY_FILTER_UNLOAD));
        }
    }

    @Test
    void anOperationThatStallsBelowIsDrained() throws FilterException {
        try (var harness = new FilterHarness()) {
            var filter = new RecordingFilter("f");
            harness.load(filter, "1000");
            var handle = harness.create("a").handle();
            harness.base().stall(OperationKind.READ);
            var reading = harness.background(() -> harness.read(handle, 0, 10));
            Awaitility.await().until(() -> harness.base().stuck(OperationKind.READ) == 1);
            UnloadResult result = harness.unload("f");
            assertThat(result.drained()).isEqualTo(1);
            assertThat(filter.drained()).isEqualTo(1);
            assertThat(reading.isDone()).isFalse();
            harness.base().release(OperationKind.READ);
            assertThat(reading.await().succeeded()).isTrue();
            assertThat(harness.trace().lines()).contains("f post read DRAINING");
        }
    }

    @Test
    void everyNodeIsForgottenInTheEnd() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.mkdir("a");
            var handle = harness.create("a/b").handle();
            harness.link("a/b", "c");
            harness.getattr("c");
            harness.unlink("a/b");
            harness.close(handle);
            assertThat(harness.volume().nodes().size()).isEqualTo(3);
            harness.forgetNodes();
            assertThat(harness.volume().nodes().size()).isEqualTo(1);
            assertThat(harness.base().openFiles()).isZero();
            assertThat(harness.volume().handles().size()).isZero();
        }
    }

    @Test
    void closingUnmountsAndClosesTheFileSystem() throws FilterException {
        var harness = new FilterHarness();
        harness.load(new RecordingFilter("f"), "1000");
        assertThat(harness.volume().instances()).hasSize(1);
        harness.close();
        assertThat(harness.base().isClosed()).isTrue();
        assertThat(harness.manager().volumes()).isEqualTo(List.of());
    }
}
