package dev.weir.manager.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class LockWatchTest {
    private final LockWatch always = new LockWatch(Duration.ZERO);

    @Test
    void monitorsAndOwnedLocksAreSeenWhileTheyAreHeld() {
        var lock = new ReentrantLock();
        var monitor = new Object();
        assertThat(always.look()).isEmpty();
        lock.lock();
        try {
            synchronized (monitor) {
                assertThat(always.look().values())
                        .hasSize(2)
                        .anyMatch(what -> what.equals("java.util.concurrent.locks.ReentrantLock$NonfairSync"))
                        .anyMatch(what -> what.startsWith("java.lang.Object, locked at "));
            }
            assertThat(always.look()).hasSize(1);
        } finally {
            lock.unlock();
        }
    }

    @Test
    void withoutAPauseEachTimeIsTimeForALook() {
        assertThat(always.lookIfDue()).isNotNull();
        assertThat(always.lookIfDue()).isNotNull();
    }

    @Test
    void withAPauseOnlyTheFirstTimeIs() {
        var seldom = new LockWatch(Duration.ofHours(1));

        assertThat(seldom.lookIfDue()).isNotNull();
        assertThat(seldom.lookIfDue()).isNull();
    }
}
