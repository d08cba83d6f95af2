package dev.weir.testkit;

import static dev.weir.testkit.FilterHarness.READ_LOCK;
import static dev.weir.testkit.FilterHarness.UNLOCK;
import static dev.weir.testkit.FilterHarness.WRITE_LOCK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.manager.FileHandleObject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LockTableTest {
    private final FilterHarness harness = new FilterHarness();
    private final FileHandleObject handle = harness.create("a").handle();

    @AfterEach
    void close() {
        harness.close();
    }

    private Result lock(long owner, long start, long end, int type) {
        return harness.lock(handle, owner, start, end, type, false);
    }

    private void awaitWaiters(int count) {
        Awaitility.await().until(() -> harness.base().lockWaiters("a") == count);
    }

    @Test
    void locksOfDifferentOwnersConflictWhereTheyOverlap() {
        assertThat(lock(1, 0, 9, WRITE_LOCK).succeeded()).isTrue();
        assertThat(lock(1, 5, 20, WRITE_LOCK).succeeded()).isTrue();
        assertThat(lock(2, 20, 30, READ_LOCK).errno()).isEqualTo(Errno.EAGAIN);
        assertThat(lock(2, 21, 30, READ_LOCK).succeeded()).isTrue();
        assertThat(lock(3, 21, 30, READ_LOCK).succeeded()).isTrue();
        assertThat(lock(3, 21, 30, WRITE_LOCK).errno()).isEqualTo(Errno.EAGAIN);
    }

    @Test
    void unlockingTheMiddleLeavesBothEnds() {
        lock(1, 0, 99, WRITE_LOCK);
        lock(1, 40, 59, UNLOCK);
        assertThat(lock(2, 40, 59, WRITE_LOCK).succeeded()).isTrue();
        assertThat(lock(2, 39, 39, WRITE_LOCK).errno()).isEqualTo(Errno.EAGAIN);
        assertThat(lock(2, 60, 60, WRITE_LOCK).errno()).isEqualTo(Errno.EAGAIN);
    }

    @Test
    void theLockInTheWayIsNamed() {
        lock(1, 10, 19, WRITE_LOCK);
        assertThat(harness.getlock(handle, 2, 0, Long.MAX_VALUE, READ_LOCK).lock())
                .isEqualTo(new Result.Lock(WRITE_LOCK, 10, 19, 4242));
        assertThat(harness.getlock(handle, 1, 0, Long.MAX_VALUE, READ_LOCK)
                        .lock()
                        .type())
                .isEqualTo(UNLOCK);
    }

    @Test
    void aWaiterGetsTheLockWhenItIsFree() {
        lock(1, 0, 9, WRITE_LOCK);
        var waiting = harness.background(() -> harness.lock(handle, 2, 5, 5, WRITE_LOCK, true));
        awaitWaiters(1);
        lock(1, 6, 9, UNLOCK);
        assertThat(waiting.isDone()).isFalse();
        lock(1, 5, 5, UNLOCK);
        assertThat(waiting.await().succeeded()).isTrue();
        assertThat(lock(1, 5, 5, WRITE_LOCK).errno()).isEqualTo(Errno.EAGAIN);
    }

    @Test
    void aWaiterThatIsInterruptedGetsNothing() {
        lock(1, 0, 9, WRITE_LOCK);
        var waiting = harness.background(() -> harness.lock(handle, 2, 5, 5, WRITE_LOCK, true));
        awaitWaiters(1);
        waiting.cancel();
        assertThat(waiting.await().errno()).isEqualTo(Errno.EINTR);
        lock(1, 0, 9, UNLOCK);
        assertThat(lock(3, 0, 9, WRITE_LOCK).succeeded()).isTrue();
    }

    @Test
    void closeDropsTheOwnersRecordLocks() {
        lock(1, 0, 9, WRITE_LOCK);
        var waiting = harness.background(() -> harness.lock(handle, 2, 5, 5, WRITE_LOCK, true));
        awaitWaiters(1);
        harness.closeDescriptor(handle, 1);
        assertThat(waiting.await().succeeded()).isTrue();
    }

    @Test
    void aFlockBelongsToTheOpenFile() {
        var other = harness.open("a", 2).handle();
        assertThat(harness.flock(handle, WRITE_LOCK, false).succeeded()).isTrue();
        assertThat(harness.flock(other, READ_LOCK, false).errno()).isEqualTo(Errno.EAGAIN);
        assertThat(lock(1, 0, 9, WRITE_LOCK).succeeded())
                .as("the two kinds know nothing of each other")
                .isTrue();
        var waiting = harness.background(() -> harness.flock(other, WRITE_LOCK, true));
        awaitWaiters(1);
        harness.release(handle);
        assertThat(waiting.await().succeeded()).isTrue();
    }
}
