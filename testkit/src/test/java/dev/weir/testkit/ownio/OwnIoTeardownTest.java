package dev.weir.testkit.ownio;

import static dev.weir.testkit.ownio.OwnIoRig.bytes;
import static dev.weir.testkit.ownio.OwnIoRig.operations;
import static dev.weir.testkit.ownio.OwnIoRig.status;
import static dev.weir.testkit.ownio.OwnIoRig.unchecked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.io.FileLocation;
import dev.weir.io.OpenFlags;
import dev.weir.io.OwnFile;
import dev.weir.io.OwnIo;
import dev.weir.io.OwnIoException;
import dev.weir.io.OwnTask;
import dev.weir.manager.Finding;
import dev.weir.manager.OperationKind;
import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.testkit.FilterHarness;
import dev.weir.testkit.PendedOperations;
import dev.weir.testkit.Seen;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Teardown and cancellation with own I/O in progress. */
@Timeout(120)
class OwnIoTeardownTest {
    private static final FileLocation FILE = FileLocation.of("file");

    private final OwnIoRig rig;
    private final FilterHarness harness;
    private final OwnIo io;

    OwnIoTeardownTest() throws FilterException {
        rig = new OwnIoRig();
        harness = rig.harness;
        rig.put("file", "content");
        io = rig.io();
        rig.forgetSeen();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void awaitStuck() {
        await().until(() -> harness.base().stuck(OperationKind.READ) == 1);
    }

    @Test
    @DisplayName("I11 (3.7): own generated I/O proceeds to normal completion; the unload waits for it and says so")
    void theUnloadWaitsAndSaysSo() throws Exception {
        OwnFile file = io.open(FILE, OpenFlags.READ_ONLY);
        harness.base().stall(OperationKind.READ);
        var reading = file.readLater(0, 7).toCompletableFuture();
        awaitStuck();

        UnloadResult late =
                harness.manager().unload(new UnloadRequest("own", false, Duration.ofMillis(300), true, progress -> {}));

        assertThat(late.status()).isEqualTo(NtStatus.IO_TIMEOUT);
        assertThat(late.message()).contains("own I/O of own: read /file");
        assertThat(rig.own.count(Seen.Callback.TEARDOWN_START)).isEqualTo(1);
        assertThat(rig.own.count(Seen.Callback.TEARDOWN_COMPLETE)).isZero();
        assertThat(harness.manager().inFlight())
                .anySatisfy(flight -> assertThat(flight.where()).startsWith("own I/O of own"));
        assertThat(status(() -> io.information(FILE))).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
        assertThatThrownBy(() -> OwnIoRig.get(io.submit(mine -> 1).completion()))
                .hasCauseInstanceOf(OwnIoException.class);
        harness.base().release();
        assertThat(OwnIoRig.text(OwnIoRig.get(reading))).isEqualTo("content");
        file.close();
        await().until(() -> harness.manager().filter("own").isEmpty());
        assertThat(rig.own.count(Seen.Callback.TEARDOWN_COMPLETE)).isEqualTo(1);
    }

    @Test
    @DisplayName("Files that are still open after TeardownComplete are closed and reported")
    void leaksAreClosedAndReported() throws IOException {
        io.open(FILE, OpenFlags.READ_ONLY);
        var reference = io.lookUp(FILE);
        harness.forgetNodes();
        rig.forgetSeen();

        assertThat(harness.unload("own").outcome()).isEqualTo(UnloadResult.Outcome.UNLOADED);

        assertThat(operations(rig.below)).containsExactly("cleanup", "release");
        assertThat(harness.manager().findings().all())
                .extracting(Finding::what)
                .contains(
                        "left open at the end of its instance: the open file /file",
                        "left open at the end of its instance: a reference on /file");
        assertThat(harness.volume().handles().size()).isZero();
        assertThat(harness.volume().nodes().size()).isEqualTo(1);
        reference.close();
        assertThat(harness.volume().nodes().size()).isEqualTo(1);
    }

    @Test
    @DisplayName("TeardownComplete closes what is open, and nothing is reported")
    void teardownCompleteMayCloseAndClean() throws IOException {
        OwnFile file = io.open(FILE, OpenFlags.READ_WRITE);
        rig.own.teardownComplete((instance, reason) -> unchecked(() -> {
            file.write(0, bytes("last"));
            file.close();
            instance.io().unlink(FILE);
        }));
        harness.unload("own");
        assertThat(harness.manager().findings().all()).isEmpty();
        assertThat(harness.list("")).isEmpty();
        assertThat(status(() -> io.information(FileLocation.of("")))).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
        assertThat(status(() -> file.read(0, 1))).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    }

    @Test
    @DisplayName("TeardownStart may cancel its own I/O")
    void teardownStartCancels() throws Exception {
        var pended = new PendedOperations();
        rig.below.pre((data, objects) -> data.operationName().equals("getattr")
                ? pended.before(data, objects)
                : PreOperationStatus.SUCCESS_NO_CALLBACK);
        var asking = io.submit(mine -> mine.information(FILE));
        var data = pended.take();
        rig.own.teardownStart((instance, reason) -> instance.io().cancelAll());
        var unloading = harness.background(() -> {
            harness.unload("own");
            return harness.statfs();
        });
        await().until(data::isCancelled);
        data.setStatus(NtStatus.CANCELLED);
        data.completePendedPreOperation(PreOperationStatus.COMPLETE);
        unloading.await();
        assertThatThrownBy(() -> OwnIoRig.get(asking.completion())).hasCauseInstanceOf(OwnIoException.class);
    }

    @Test
    void aWaitForALockBelowIsCancelled() throws Exception {
        var pended = new PendedOperations();
        rig.below.pre((data, objects) -> data.operationName().equals("lookup")
                ? pended.before(data, objects)
                : PreOperationStatus.SUCCESS_NO_CALLBACK);
        OwnTask<Integer> task = io.submit(mine -> {
            mine.information(FILE);
            return 1;
        });
        var data = pended.take();
        assertThat(task.cancel()).isTrue();
        assertThat(task.isCancelled()).isTrue();
        assertThat(data.isCancelled()).isTrue();
        data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
        assertThatThrownBy(() -> OwnIoRig.get(task.completion()))
                .rootCause()
                .satisfies(
                        cause -> assertThat(((OwnIoException) cause).status()).isEqualTo(NtStatus.CANCELLED));
        assertThat(task.cancel()).isFalse();
    }

    @Test
    @DisplayName("U13: unload with a running task: the instance goes only after its end, and the task may go on")
    void aRunningTaskIsWaitedFor() throws Exception {
        var gate = new CountDownLatch(1);
        var started = new CountDownLatch(1);
        var result = new AtomicReference<Object>();
        io.submit(mine -> {
                    started.countDown();
                    gate.await();
                    return mine.information(FILE);
                })
                .completion()
                .whenComplete((value, failure) -> result.set(failure == null ? value : failure));
        started.await();

        UnloadResult late =
                harness.manager().unload(new UnloadRequest("own", false, Duration.ofMillis(200), true, progress -> {}));

        assertThat(late.message()).contains("own I/O of own: a task in ");
        gate.countDown();
        await().until(() -> harness.manager().filter("own").isEmpty());
        assertThat(result.get()).isInstanceOf(dev.weir.io.FileInformation.class);
    }

    @Test
    void aCallbackThatRunsAtTeardownGoesOnWithItsOwnIo() throws Exception {
        var gate = new CountDownLatch(1);
        var inside = new CountDownLatch(1);
        rig.own.pre((data, objects) -> {
            if (data.operationName().equals("mkdir")) {
                inside.countDown();
                unchecked(() -> {
                    try {
                        gate.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    objects.instance().io().makeDirectory(FileLocation.of("by-own"), 0700);
                });
            }
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        });
        var making = harness.background(() -> harness.mkdir("a"));
        inside.await();
        var unloading = harness.background(() -> {
            harness.unload("own");
            return harness.statfs();
        });
        await().until(() -> rig.own.count(Seen.Callback.TEARDOWN_START) == 1);
        gate.countDown();
        assertThat(making.await().succeeded()).isTrue();
        unloading.await();
        assertThat(harness.list("")).contains("a", "by-own");
    }

    @Test
    void whoDoesNotAttachKeepsNothingOpen() throws FilterException {
        var open = new AtomicReference<OwnFile>();
        harness.load(
                new dev.weir.testkit.RecordingFilter("shy").setup((instance, flags) -> {
                    unchecked(() -> open.set(instance.io().open(FILE, OpenFlags.READ_ONLY)));
                    return NtStatus.FLT_DO_NOT_ATTACH;
                }),
                "1500");
        assertThat(open.get()).isNotNull();
        assertThat(harness.volume().handles().size()).isZero();
        assertThat(harness.manager().findings().all()).isNotEmpty();
    }

    @Test
    void aTaskCanNotUnloadItsOwnFilter() throws Exception {
        var answer =
                OwnIoRig.get(io.submit(mine -> harness.unload("own").status()).completion());
        assertThat(answer).isEqualTo(NtStatus.INVALID_DEVICE_REQUEST);
    }

    @Test
    void aDismountClosesWhatFiltersLeftOpen() throws Exception {
        io.open(FILE, OpenFlags.READ_ONLY);
        harness.close();
        assertThat(harness.base().openFiles()).isZero();
        assertThat(harness.base().isClosed()).isTrue();
    }
}
