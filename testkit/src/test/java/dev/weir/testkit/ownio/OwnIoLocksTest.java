package dev.weir.testkit.ownio;

import static dev.weir.testkit.ownio.OwnIoRig.operations;
import static dev.weir.testkit.ownio.OwnIoRig.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.Errno;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.io.FileLocation;
import dev.weir.io.LockType;
import dev.weir.io.OpenFlags;
import dev.weir.io.OwnFile;
import dev.weir.io.OwnIo;
import dev.weir.io.OwnIoException;
import dev.weir.io.OwnTask;
import dev.weir.io.RecordLock;
import dev.weir.io.VolumeInformation;
import dev.weir.manager.FileHandleObject;
import dev.weir.operation.LockFile;
import dev.weir.operation.QueryLock;
import dev.weir.operation.SetLock;
import dev.weir.testkit.FilterHarness;
import dev.weir.testkit.PendedOperations;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks that filters set themselves, beside those of programs, and what they ask of the volume. */
@Timeout(120)
class OwnIoLocksTest {
    private static final FileLocation FILE = FileLocation.of("file");
    private static final long PROGRAM = 77;
    private static final long END = Long.MAX_VALUE;
    private static final int SERVICE = (int) ProcessHandle.current().pid();

    private final OwnIoRig rig;
    private final FilterHarness harness;
    private final OwnIo io;
    private final FileHandleObject programs;

    OwnIoLocksTest() throws FilterException {
        rig = new OwnIoRig();
        harness = rig.harness;
        io = rig.io();
        programs = harness.create("file").orFail().handle();
        rig.forgetSeen();
    }

    @AfterEach
    void close() {
        harness.close(programs);
        assertThat(harness.base().openFiles()).isZero();
        rig.close();
    }

    private OwnFile open() throws OwnIoException {
        return io.open(FILE, OpenFlags.READ_WRITE);
    }

    private boolean programLocks(long start, long end) {
        return harness.lock(programs, PROGRAM, start, end, FilterHarness.WRITE_LOCK, false)
                .status()
                .isSuccess();
    }

    private void programUnlocks() {
        harness.lock(programs, PROGRAM, 0, END, FilterHarness.UNLOCK, false).orFail();
    }

    private void awaitWaiters(int count) {
        await().atMost(FilterHarness.PATIENCE).until(() -> harness.base().lockWaiters("file") == count);
    }

    @Test
    @DisplayName("I13 (3.7): FltQueryVolumeInformation: sizes and limits come from below")
    void theVolumeIsAskedBelow() throws OwnIoException {
        VolumeInformation volume = io.volumeInformation();

        assertThat(volume)
                .isEqualTo(new VolumeInformation(1 << 22, 1 << 21, 1 << 21, 1 << 20, 1 << 19, 4096, 4096, 255));
        assertThat(volume.totalSize()).isEqualTo(1L << 34);
        assertThat(volume.availableSize()).isEqualTo(1L << 33);
        assertThat(operations(rig.below)).containsExactly("statfs");
        assertThat(operations(rig.own)).isEmpty();
    }

    @Test
    @DisplayName("I14 (3.13): a filter's record lock keeps a program's out, and a program's keeps the filter's out")
    void recordLocksConflictBothWays() throws OwnIoException {
        try (OwnFile file = open()) {
            assertThat(file.tryLock(LockType.EXCLUSIVE, 10, 10)).isTrue();
            assertThat(programLocks(19, 30)).isFalse();
            assertThat(programLocks(20, 30)).isTrue();
            assertThat(file.tryLock(LockType.SHARED, 30, 1)).isFalse();
            assertThat(file.tryLock(LockType.SHARED, 31, 0)).isTrue();

            file.unlock(15, 5);

            assertThat(programLocks(15, 15)).isTrue();
            assertThat(programLocks(14, 14)).isFalse();
        }
        assertThat(programLocks(0, END)).as("the close drops them").isTrue();
    }

    @Test
    void eachSeesTheOthersLockInTheWay() throws OwnIoException {
        try (OwnFile file = open();
                OwnFile another = open()) {
            file.lock(LockType.EXCLUSIVE, 10, 10);
            harness.caller(77, 78, 501, 502);
            harness.lock(programs, PROGRAM, 50, END, FilterHarness.READ_LOCK, false)
                    .orFail();

            var toProgram = harness.getlock(programs, PROGRAM, 0, END, FilterHarness.READ_LOCK)
                    .lock();
            assertThat(toProgram.type()).isEqualTo(FilterHarness.WRITE_LOCK);
            assertThat(toProgram.start()).isEqualTo(10);
            assertThat(toProgram.end()).isEqualTo(19);
            assertThat(toProgram.process()).isEqualTo(SERVICE);
            assertThat(file.findLock(LockType.EXCLUSIVE, 0, 0)).contains(new RecordLock(LockType.SHARED, 50, 0, 77));
            assertThat(file.findLock(LockType.SHARED, 0, 0)).isEmpty();
            assertThat(another.findLock(LockType.SHARED, 0, 20))
                    .contains(new RecordLock(LockType.EXCLUSIVE, 10, 10, SERVICE));
            assertThat(io.through(programs).findLock(LockType.EXCLUSIVE, 60, 1))
                    .as("the program's own lock")
                    .isPresent();
        }
    }

    @Test
    void twoFilesOfOneFilterAreTwoOwners() throws OwnIoException {
        OwnFile other = open();
        try (OwnFile one = open()) {
            assertThat(one.tryLock(LockType.SHARED, 0, 0)).isTrue();
            assertThat(other.tryLock(LockType.SHARED, 0, 0)).isTrue();
            assertThat(one.tryLock(LockType.EXCLUSIVE, 0, 1)).isFalse();
            other.close();
            assertThat(one.tryLock(LockType.EXCLUSIVE, 0, 1)).isTrue();
        }
    }

    @Test
    void wholeFileLocksAreApartFromRecordLocks() throws OwnIoException {
        try (OwnFile file = open()) {
            assertThat(file.tryLockWhole(LockType.EXCLUSIVE)).isTrue();
            assertThat(programLocks(0, END)).isTrue();
            assertThat(harness.flock(programs, FilterHarness.READ_LOCK, false).errno())
                    .isEqualTo(Errno.EAGAIN);

            file.lockWhole(LockType.SHARED);
            harness.flock(programs, FilterHarness.READ_LOCK, false).orFail();
            assertThat(file.tryLockWhole(LockType.EXCLUSIVE)).isFalse();

            file.unlockWhole();
            harness.flock(programs, FilterHarness.WRITE_LOCK, false).orFail();
            harness.flock(programs, FilterHarness.UNLOCK, false).orFail();
            file.lockWhole(LockType.EXCLUSIVE);
        }
        harness.flock(programs, FilterHarness.WRITE_LOCK, false).orFail();
    }

    @Test
    void aWaitEndsWhenTheProgramUnlocks() throws Exception {
        assertThat(programLocks(0, 9)).isTrue();
        try (OwnFile file = open()) {
            OwnTask<OwnFile> waiting = file.lockLater(LockType.EXCLUSIVE, 5, 1);
            awaitWaiters(1);
            assertThat(waiting.completion().toCompletableFuture()).isNotDone();

            programUnlocks();

            assertThat(OwnIoRig.get(waiting.completion())).isSameAs(file);
            assertThat(programLocks(5, 5)).isFalse();
        }
    }

    @Test
    void aProgramThatWaitsGetsTheLockAtTheClose() throws Exception {
        OwnFile file = open();
        file.lock(LockType.EXCLUSIVE, 0, 0);
        var waiting = harness.background(() -> harness.lock(programs, PROGRAM, 0, 9, FilterHarness.WRITE_LOCK, true));
        awaitWaiters(1);

        file.close();

        waiting.await().orFail();
    }

    @Test
    void aWaitThatIsCancelledEndsWithoutTheLock() throws Exception {
        assertThat(programLocks(0, 9)).isTrue();
        harness.flock(programs, FilterHarness.WRITE_LOCK, false).orFail();
        try (OwnFile file = open()) {
            OwnTask<OwnFile> record = file.lockLater(LockType.EXCLUSIVE, 5, 1);
            OwnTask<OwnFile> whole = file.lockWholeLater(LockType.SHARED);
            awaitWaiters(2);

            assertThat(record.cancel()).isTrue();
            awaitCancelled(record);
            assertThat(harness.base().lockWaiters("file")).isEqualTo(1);
            io.cancelAll();
            awaitCancelled(whole);

            assertThat(harness.base().lockWaiters("file")).isZero();
            programUnlocks();
            assertThat(programLocks(5, 5)).as("nobody got it").isTrue();
        }
    }

    private static void awaitCancelled(OwnTask<?> task) {
        assertThatThrownBy(() -> OwnIoRig.get(task.completion()))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        OwnIoException.class,
                        failed -> assertThat(failed.status()).isEqualTo(NtStatus.CANCELLED));
    }

    @Test
    void aLockThatComesAfterTheCloseIsDropped() throws Exception {
        assertThat(programLocks(0, 9)).isTrue();
        harness.flock(programs, FilterHarness.WRITE_LOCK, false).orFail();
        OwnFile file = open();
        OwnTask<OwnFile> record = file.lockLater(LockType.EXCLUSIVE, 5, 1);
        OwnTask<OwnFile> whole = file.lockWholeLater(LockType.EXCLUSIVE);
        awaitWaiters(2);
        file.close();

        programUnlocks();
        harness.flock(programs, FilterHarness.UNLOCK, false).orFail();

        for (OwnTask<OwnFile> task : List.of(record, whole)) {
            assertThatThrownBy(() -> OwnIoRig.get(task.completion()))
                    .cause()
                    .isInstanceOfSatisfying(
                            OwnIoException.class,
                            failed -> assertThat(failed.status()).isEqualTo(NtStatus.FILE_CLOSED));
        }
        assertThat(programLocks(0, END)).isTrue();
        harness.flock(programs, FilterHarness.WRITE_LOCK, false).orFail();
        await().atMost(FilterHarness.PATIENCE).until(() -> harness.base().openFiles() == 1);
    }

    @Test
    void filtersBelowSeeWhatIsLockedAndMayHoldIt() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        var pended = new PendedOperations();
        rig.below.pre((data, objects) -> {
            switch (data.parameters()) {
                case SetLock lock ->
                    seen.add("setlk " + lock.start() + "-" + lock.end() + " " + lock.lockType() + " " + lock.waiting()
                            + " " + (lock.lockProcess() == SERVICE));
                case QueryLock lock -> seen.add("getlk " + lock.start() + "-" + lock.end() + " " + lock.lockType());
                case LockFile lock -> {
                    seen.add("flock " + lock.lockType() + " " + lock.waiting());
                    return pended.before(data, objects);
                }
                default -> {}
            }
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        });
        try (OwnFile file = open()) {
            file.lock(LockType.SHARED, 3, 4);
            file.unlock(3, 0);
            file.findLock(LockType.EXCLUSIVE, 0, 1);
            OwnTask<OwnFile> whole = file.lockWholeLater(LockType.EXCLUSIVE);
            var data = pended.take();
            data.setErrno(Errno.ENOLCK);
            data.completePendedPreOperation(PreOperationStatus.COMPLETE);
            assertThatThrownBy(() -> OwnIoRig.get(whole.completion())).hasMessageContaining("ENOLCK");
        }
        assertThat(seen)
                .containsExactly(
                        "setlk 3-6 0 true true", "setlk 3-" + END + " 2 false true", "getlk 0-0 1", "flock 1 true");
        assertThat(operations(rig.own)).isEmpty();
    }

    @Test
    void whatCanNotBeLockedIsAnInvalidParameter() throws IOException {
        OwnFile file = open();
        assertThat(status(() -> file.lock(LockType.SHARED, -1, 1))).isEqualTo(NtStatus.INVALID_PARAMETER);
        assertThat(status(() -> file.tryLock(LockType.SHARED, 0, -1))).isEqualTo(NtStatus.INVALID_PARAMETER);
        assertThat(status(() -> file.unlock(END, 1))).isEqualTo(NtStatus.INVALID_PARAMETER);
        OwnFile through = io.through(programs);
        assertThat(status(() -> through.lock(LockType.SHARED, 0, 1))).isEqualTo(NtStatus.INVALID_PARAMETER);
        assertThat(status(() -> through.tryLockWhole(LockType.SHARED))).isEqualTo(NtStatus.INVALID_PARAMETER);
        assertThat(status(() -> through.unlock(0, 1))).isEqualTo(NtStatus.INVALID_PARAMETER);
        file.close();
        assertThat(status(() -> file.lock(LockType.SHARED, 0, 1))).isEqualTo(NtStatus.FILE_CLOSED);
        assertThat(status(() -> file.findLock(LockType.SHARED, 0, 1))).isEqualTo(NtStatus.FILE_CLOSED);
        assertThat(status(file::unlockWhole)).isEqualTo(NtStatus.FILE_CLOSED);
    }

    @Test
    @DisplayName("A file that is left open loses its locks with its instance")
    void theTeardownDropsLocks() throws OwnIoException {
        open().lock(LockType.EXCLUSIVE, 0, 0);
        assertThat(programLocks(0, 0)).isFalse();

        harness.unload("own");

        assertThat(programLocks(0, 0)).isTrue();
    }
}
