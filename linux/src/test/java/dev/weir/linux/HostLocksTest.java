package dev.weir.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.Operation;
import dev.weir.manager.Requests;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostLocksTest {
    private static final long FIRST = 111;
    private static final long SECOND = 222;
    private static final long THIRD = 333;
    private static final long FOURTH = 444;
    private static final int READ = LockCalls.F_RDLCK;
    private static final int WRITE = LockCalls.F_WRLCK;
    private static final int NONE = LockCalls.F_UNLCK;

    @TempDir
    Path folder;

    private HostVolume host;
    private FileHandleObject handle;
    private FileHandleObject other;

    @BeforeEach
    void mount() throws Exception {
        host = new HostVolume(folder);
        handle = host.created("file");
        other = host.opened(handle.node(), OpenFlags.O_RDWR);
    }

    @AfterEach
    void dismount() {
        host.close();
    }

    private Consumer<Operation> setlk(long owner, int type, long start, long end, boolean waiting) {
        return setlk(handle, owner, type, start, end, waiting);
    }

    /** With the process that the kernel tells: none where a lock is dropped. */
    private static Consumer<Operation> setlk(
            FileHandleObject through, long owner, int type, long start, long end, boolean waiting) {
        return operation -> {
            Requests.setlk(operation, owner, start, end, type, type == NONE ? 0 : (int) owner, waiting);
            operation.through(through);
        };
    }

    private Consumer<Operation> flock(FileHandleObject through, int type, boolean waiting) {
        return operation -> {
            Requests.flock(operation, 1, type, waiting);
            operation.through(through);
        };
    }

    private Operation getlk(long owner, int type, long start, long end) {
        return host.ok(operation -> {
            Requests.getlk(operation, owner, start, end, type, 1);
            operation.through(handle);
        });
    }

    @Test
    void ownersExcludeEachOther() {
        host.ok(setlk(FIRST, WRITE, 10, 19, false));
        assertThat(host.errno(setlk(SECOND, READ, 19, 30, false))).isEqualTo(Errno.EAGAIN);
        host.ok(setlk(SECOND, WRITE, 20, Long.MAX_VALUE, false));
        host.ok(setlk(FIRST, READ, 0, 5, false));
        host.ok(setlk(FIRST, NONE, 0, Long.MAX_VALUE, false));
        host.ok(setlk(SECOND, WRITE, 0, Long.MAX_VALUE, false));
        assertThat(host.errno(setlk(SECOND, 7, 0, 1, false))).isEqualTo(Errno.EINVAL);
    }

    /** A lock of an open file itself has no process whose close would drop it. */
    @Test
    void theEndOfAnOpenFileDropsWhatWasLockedThroughIt() {
        host.ok(operation -> {
            Requests.setlk(operation, FIRST, 0, 9, WRITE, 1, false);
            operation.through(other);
        });
        assertThat(host.errno(setlk(SECOND, WRITE, 0, 9, false))).isEqualTo(Errno.EAGAIN);
        host.ok(operation -> {
            Requests.cleanup(operation, 0);
            operation.through(other);
        });
        host.ok(setlk(SECOND, WRITE, 0, 9, false));
    }

    /** Its close came first, and it locked again through another descriptor. */
    @Test
    void theEndOfAnOpenFileLeavesALockThatItsOwnerSetElsewhere() {
        host.ok(operation -> {
            Requests.setlk(operation, FIRST, 0, 9, WRITE, 1, false);
            operation.through(other);
        });
        host.ok(operation -> {
            Requests.closeDescriptor(operation, FIRST);
            operation.through(other);
        });
        host.ok(setlk(FIRST, WRITE, 0, 9, false));
        host.ok(operation -> {
            Requests.cleanup(operation, 0);
            operation.through(other);
        });
        assertThat(host.errno(setlk(SECOND, WRITE, 0, 9, false))).isEqualTo(Errno.EAGAIN);
    }

    @Test
    void aQuestionNamesWhoIsInTheWay() {
        host.ok(setlk(FIRST, WRITE, 10, 19, false));
        Operation found = getlk(SECOND, READ, 0, 100);
        assertThat(found.lockAnswer().type).isEqualTo(WRITE);
        assertThat(found.lockAnswer().start).isEqualTo(10);
        assertThat(found.lockAnswer().end).isEqualTo(19);
        assertThat(found.lockAnswer().process).isEqualTo((int) FIRST);
        assertThat(getlk(FIRST, WRITE, 0, 100).lockAnswer().type).isEqualTo(NONE);
        assertThat(getlk(SECOND, READ, 20, 100).lockAnswer().type).isEqualTo(NONE);
    }

    @Test
    void whoDropsAPartStaysTheHolderOfTheRest() {
        host.ok(setlk(FIRST, WRITE, 10, 19, false));
        host.ok(setlk(FIRST, NONE, 15, 19, false));
        host.ok(setlk(FIRST, NONE, 500, 599, false));
        Operation found = getlk(SECOND, WRITE, 0, 100);
        assertThat(found.lockAnswer().end).isEqualTo(14);
        assertThat(found.lockAnswer().process).isEqualTo((int) FIRST);
    }

    @Test
    void whoClosesACircleIsDeniedAndTheOtherGetsItsLockInTime() throws InterruptedException {
        host.ok(setlk(FIRST, WRITE, 0, 9, false));
        host.ok(setlk(SECOND, WRITE, 10, 19, false));
        HostVolume.Pending first = host.start(setlk(FIRST, WRITE, 10, 19, true));
        HostVolume.Pending second = host.start(setlk(SECOND, READ, 9, 9, true));
        assertThat(second.await().errno()).isEqualTo(Errno.EDEADLK);
        assertThat(first.isDone()).isFalse();
        host.ok(setlk(SECOND, NONE, 0, Long.MAX_VALUE, false));
        assertThat(first.await().errno()).isZero();
    }

    @Test
    void readersThatBothWantToWriteAreACircle() throws InterruptedException {
        host.ok(setlk(FIRST, READ, 0, 9, false));
        host.ok(setlk(SECOND, READ, 0, 9, false));
        HostVolume.Pending first = host.start(setlk(FIRST, WRITE, 0, 9, true));
        HostVolume.Pending second = host.start(setlk(SECOND, WRITE, 0, 9, true));
        assertThat(second.await().errno()).isEqualTo(Errno.EDEADLK);
        assertThat(first.isDone()).isFalse();
        host.ok(setlk(SECOND, NONE, 0, 9, false));
        assertThat(first.await().errno()).isZero();
    }

    @Test
    void aCircleOfThreeOwnersGoesOverTwoFiles() throws InterruptedException {
        FileHandleObject another = host.created("another");
        host.ok(setlk(FIRST, WRITE, 0, 9, false));
        host.ok(setlk(SECOND, WRITE, 10, 19, false));
        host.ok(setlk(another, THIRD, WRITE, 0, 9, false));
        HostVolume.Pending first = host.start(setlk(FIRST, WRITE, 10, 19, true));
        HostVolume.Pending second = host.start(setlk(another, SECOND, WRITE, 0, 9, true));
        HostVolume.Pending third = host.start(setlk(THIRD, WRITE, 0, 9, true));
        assertThat(third.await().errno()).isEqualTo(Errno.EDEADLK);
        assertThat(first.isDone()).isFalse();
        assertThat(second.isDone()).isFalse();
        host.ok(setlk(another, THIRD, NONE, 0, 9, false));
        assertThat(second.await().errno()).isZero();
        host.ok(setlk(SECOND, NONE, 10, 19, false));
        assertThat(first.await().errno()).isZero();
    }

    /** A circle elsewhere that began later and was denied tells that this wait was looked at twice. */
    @Test
    void aWaitThatIsNoCircleIsNotDenied() throws InterruptedException {
        FileHandleObject another = host.created("another");
        host.ok(setlk(FIRST, WRITE, 0, 9, false));
        host.ok(setlk(SECOND, WRITE, 10, 19, false));
        HostVolume.Pending second = host.start(setlk(SECOND, WRITE, 0, 9, true));
        HostVolume.Pending third = host.start(setlk(THIRD, WRITE, 10, 19, true));
        host.ok(flock(other, WRITE, false));
        HostVolume.Pending whole = host.start(flock(handle, WRITE, true));

        host.ok(setlk(another, THIRD, READ, 0, 9, false));
        host.ok(setlk(another, FOURTH, READ, 0, 9, false));
        HostVolume.Pending again = host.start(setlk(another, THIRD, WRITE, 0, 9, true));
        HostVolume.Pending fourth = host.start(setlk(another, FOURTH, WRITE, 0, 9, true));
        assertThat(fourth.await().errno()).isEqualTo(Errno.EDEADLK);

        assertThat(second.isDone()).isFalse();
        assertThat(third.isDone()).isFalse();
        assertThat(again.isDone()).isFalse();
        assertThat(whole.isDone()).isFalse();
        host.ok(setlk(FIRST, NONE, 0, 9, false));
        assertThat(second.await().errno()).isZero();
        host.ok(setlk(SECOND, NONE, 0, 19, false));
        assertThat(third.await().errno()).isZero();
        host.ok(setlk(another, FOURTH, NONE, 0, 9, false));
        assertThat(again.await().errno()).isZero();
        host.ok(flock(other, NONE, false));
        assertThat(whole.await().errno()).isZero();
    }

    @Test
    void whoWaitsGetsTheLockWhenItGoes() throws InterruptedException {
        host.ok(setlk(FIRST, WRITE, 0, 99, false));
        HostVolume.Pending waiting = host.start(setlk(SECOND, WRITE, 50, 60, true));
        assertThat(waiting.isDone()).isFalse();
        host.ok(setlk(FIRST, NONE, 0, 49, false));
        assertThat(waiting.isDone()).isFalse();
        host.ok(setlk(FIRST, NONE, 50, 99, false));
        assertThat(waiting.await().errno()).isZero();
        assertThat(host.errno(setlk(FIRST, READ, 55, 55, false))).isEqualTo(Errno.EAGAIN);
    }

    @Test
    void closingADescriptorDropsItsOwnersLocks() throws InterruptedException {
        host.ok(setlk(FIRST, WRITE, 0, 99, false));
        HostVolume.Pending waiting = host.start(setlk(SECOND, WRITE, 0, 99, true));
        host.ok(operation -> {
            Requests.closeDescriptor(operation, FIRST);
            operation.through(handle);
        });
        assertThat(waiting.await().errno()).isZero();
    }

    @Test
    void whoGivesUpIsInterrupted() throws InterruptedException {
        host.ok(setlk(FIRST, WRITE, 0, 99, false));
        HostVolume.Pending waiting = host.start(setlk(SECOND, WRITE, 0, 99, true));
        waiting.operation.cancel();
        assertThat(waiting.await().errno()).isEqualTo(Errno.EINTR);
        host.ok(setlk(FIRST, NONE, 0, 99, false));
        host.ok(setlk(FIRST, WRITE, 0, 99, false));
    }

    @Test
    void aLockOfAProgramOutsideIsRespectedAndWaitedFor() throws InterruptedException {
        NativeThread thread = NativeThread.current();
        int outside = TemporaryFiles.open(folder.resolve("file"), OpenFlags.O_RDWR);
        TemporaryFiles.ok(LockCalls.set(thread, outside, WRITE, 0, 0));
        assertThat(host.errno(setlk(FIRST, WRITE, 0, 99, false))).isEqualTo(Errno.EAGAIN);
        assertThat(getlk(FIRST, WRITE, 5, 9).lockAnswer().type).isEqualTo(WRITE);
        HostVolume.Pending waiting = host.start(setlk(FIRST, WRITE, 0, 99, true));
        assertThat(waiting.isDone()).isFalse();
        TemporaryFiles.close(outside);
        assertThat(waiting.await().errno()).isZero();
    }

    @Test
    void wholeFileLocksBelongToTheOpenFile() throws InterruptedException {
        host.ok(flock(handle, WRITE, false));
        host.ok(flock(handle, WRITE, false));
        assertThat(host.errno(flock(other, READ, false))).isEqualTo(Errno.EAGAIN);
        HostVolume.Pending waiting = host.start(flock(other, WRITE, true));
        assertThat(waiting.isDone()).isFalse();
        host.closed(handle);
        assertThat(waiting.await().errno()).isZero();
    }

    @Test
    void rangesAreSplitAndReplaced() {
        LockRanges ranges = new LockRanges();
        ranges.set(0, 99, WRITE);
        ranges.set(40, 59, NONE);
        assertThat(ranges.conflict(40, 59, WRITE)).isNull();
        assertThat(ranges.conflict(0, 200, READ)).isEqualTo(new LockRanges.Range(0, 39, WRITE));
        ranges.set(0, 39, READ);
        assertThat(ranges.conflict(0, 39, READ)).isNull();
        assertThat(ranges.conflict(99, 99, READ)).isEqualTo(new LockRanges.Range(60, 99, WRITE));
        ranges.set(0, Long.MAX_VALUE, NONE);
        assertThat(ranges.isEmpty()).isTrue();
    }
}
