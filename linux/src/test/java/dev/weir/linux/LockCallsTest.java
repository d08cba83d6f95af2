package dev.weir.linux;

import static dev.weir.linux.TemporaryFiles.close;
import static dev.weir.linux.TemporaryFiles.ok;
import static dev.weir.linux.TemporaryFiles.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockCallsTest {
    private final NativeThread thread = NativeThread.current();

    @TempDir
    Path folder;

    private int first;
    private int second;

    @BeforeEach
    void openTwice() {
        first = open(folder.resolve("file"), OpenFlags.O_RDWR | OpenFlags.O_CREAT);
        second = open(folder.resolve("file"), OpenFlags.O_RDWR);
    }

    @AfterEach
    void closeBoth() {
        close(first);
        close(second);
    }

    @Test
    void rangesOfTwoDescriptionsConflict() {
        ok(LockCalls.set(thread, first, LockCalls.F_WRLCK, 100, 50));
        assertThat(LockCalls.set(thread, second, LockCalls.F_RDLCK, 120, 1)).isEqualTo(-Errno.EAGAIN);
        ok(LockCalls.set(thread, second, LockCalls.F_RDLCK, 150, 0));
        ok(LockCalls.set(thread, first, LockCalls.F_UNLCK, 0, 0));
        ok(LockCalls.setWaiting(thread, second, LockCalls.F_WRLCK, 120, 1));
    }

    @Test
    void aTestNamesTheConflict() {
        ok(LockCalls.set(thread, first, LockCalls.F_WRLCK, 100, 50));
        ok(LockCalls.test(thread, second, LockCalls.F_RDLCK, 0, 0));
        assertThat(LockCalls.foundType(thread)).isEqualTo(LockCalls.F_WRLCK);
        assertThat(LockCalls.foundStart(thread)).isEqualTo(100);
        assertThat(LockCalls.foundLength(thread)).isEqualTo(50);
        assertThat(LockCalls.foundProcess(thread)).isEqualTo(-1);
        ok(LockCalls.test(thread, second, LockCalls.F_RDLCK, 0, 10));
        assertThat(LockCalls.foundType(thread)).isEqualTo(LockCalls.F_UNLCK);
    }

    @Test
    void aWholeFileLockConflicts() {
        ok(LockCalls.flock(thread, first, LockCalls.LOCK_EX | LockCalls.LOCK_NB));
        assertThat(LockCalls.flock(thread, second, LockCalls.LOCK_SH | LockCalls.LOCK_NB))
                .isEqualTo(-Errno.EAGAIN);
        ok(LockCalls.flock(thread, first, LockCalls.LOCK_UN));
        ok(LockCalls.flock(thread, second, LockCalls.LOCK_SH | LockCalls.LOCK_NB));
    }
}
