package dev.weir.fuse;

import static dev.weir.fuse.FakeKernel.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Errno;
import dev.weir.MajorFunction;
import dev.weir.PreOperationStatus;
import dev.weir.testkit.Gate;
import dev.weir.testkit.RecordingFilter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InterruptTest {
    private static final int UNLOCK = 2;
    private static final int EXCLUSIVE = 1;

    private final FakeKernel kernel = new FakeKernel();
    private final Gate gate = new Gate();
    private long file;
    private long handle;

    @BeforeEach
    void makeFile() {
        Answer made = kernel.create(ROOT, "a");
        file = made.node();
        handle = made.word(Entries.ENTRY);
    }

    @AfterEach
    void nothingThrew() {
        gate.open();
        long failures = kernel.connection.failures();
        kernel.close();
        assertThat(failures).as("exceptions in handlers").isZero();
    }

    private long waitForLock() {
        assertThat(kernel.ask(Opcode.SETLK, file, FakeKernel.lock(handle, 1, EXCLUSIVE))
                        .error())
                .isZero();
        long waiting = kernel.send(
                Opcode.SETLKW.number(),
                file,
                FakeKernel.lock(handle, 2, EXCLUSIVE).bytes());
        assertThat(kernel.answersTo(waiting)).isEmpty();
        return waiting;
    }

    private int awaitAnswer(long unique) {
        await().until(() -> !kernel.answersTo(unique).isEmpty());
        return kernel.answersTo(unique).getFirst().error();
    }

    @Test
    void aWaitForALockHoldsNoWorkerAndEndsWithTheLock() {
        long waiting = waitForLock();

        kernel.ask(Opcode.SETLK, file, FakeKernel.lock(handle, 1, UNLOCK));

        assertThat(awaitAnswer(waiting)).isZero();
        await().until(() -> kernel.connection.inFlight().isQuiet());
    }

    @Test
    void endsAWaitForALock() {
        long waiting = waitForLock();

        kernel.interrupt(waiting);

        assertThat(awaitAnswer(waiting)).isEqualTo(-Errno.EINTR);
        assertThat(kernel.answersTo(waiting)).hasSize(1);
    }

    @Test
    void mayComeBeforeItsRequest() {
        kernel.ask(Opcode.SETLK, file, FakeKernel.lock(handle, 1, EXCLUSIVE));
        long unique = kernel.nextUnique();
        kernel.interrupt(unique);
        assertThat(kernel.connection.inFlight().earlyInterrupts()).isEqualTo(1);

        kernel.send(kernel.message(
                Opcode.SETLKW.number(),
                unique,
                file,
                FakeKernel.lock(handle, 2, EXCLUSIVE).bytes()));

        assertThat(awaitAnswer(unique)).isEqualTo(-Errno.EINTR);
        assertThat(kernel.connection.inFlight().earlyInterrupts()).isZero();
    }

    @Test
    void isNeverAnswered() {
        long unique = kernel.interrupt(123456);

        assertThat(kernel.answersTo(unique)).isEmpty();
    }

    @Test
    void answersForAFilterThatDoesNotEndAndClosesItsFileOnlyAfterThat() throws Exception {
        kernel.harness.load(
                new RecordingFilter("sleeper").only(MajorFunction.READ).pre((data, objects) -> {
                    gate.pass();
                    return PreOperationStatus.SUCCESS_NO_CALLBACK;
                }),
                "300000");
        var unique = new AtomicLong(kernel.nextUnique());
        Thread caller = Thread.ofPlatform()
                .start(() -> kernel.send(kernel.message(
                        Opcode.READ.number(),
                        unique.get(),
                        file,
                        FakeKernel.data(handle, 0, 10).bytes())));
        gate.awaitArrivals(1);

        kernel.interrupt(unique.get());

        assertThat(awaitAnswer(unique.get())).isEqualTo(-Errno.EINTR);
        assertThat(kernel.release(file, handle).error()).isZero();
        kernel.forget(file, 1);
        assertThat(kernel.harness.base().openFiles()).as("files open below").isEqualTo(1);
        assertThat(kernel.harness.volume().nodes().byId(file)).as("the node").isNotNull();

        gate.open();
        caller.join();
        await().until(() -> kernel.harness.base().openFiles() == 0);
        await().until(() -> kernel.harness.volume().nodes().byId(file) == null);
        assertThat(kernel.answersTo(unique.get())).hasSize(1);
    }

    @Test
    void answersForACallerThatIsGone() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        kernel.thread((int) gone.pid());
        kernel.harness.load(
                new RecordingFilter("sleeper").only(MajorFunction.READ).pre((data, objects) -> {
                    gate.pass();
                    return PreOperationStatus.SUCCESS_NO_CALLBACK;
                }),
                "300000");
        long unique = kernel.nextUnique();
        byte[] read = kernel.message(
                Opcode.READ.number(),
                unique,
                file,
                FakeKernel.data(handle, 0, 10).bytes());
        Thread caller = Thread.ofPlatform().start(() -> kernel.send(read));
        gate.awaitArrivals(1);

        kernel.interrupt(unique);

        assertThat(awaitAnswer(unique)).isEqualTo(-Errno.EINTR);
        gate.open();
        caller.join();
        assertThat(kernel.answersTo(unique)).hasSize(1);
    }
}
