package dev.weir.linux;

import dev.weir.Errno;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether somebody answers for a mounted file system. */
public enum MountState {
    /** It answers, be it with a refusal. */
    ALIVE,
    /** A FUSE file system whose program has ended: "Transport endpoint is not connected". */
    DEAD,
    /** No answer in the given time. */
    SILENT;

    /**
     * Asks the file system at a path, past all caches. The question is a thread's of its own, which stays behind until
     * the answer comes if that is late: the caller never hangs.
     */
    public static MountState probe(byte[] path, Duration patience) throws InterruptedException {
        CompletableFuture<MountState> answer = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("weir-mount-probe").start(() -> answer.complete(ask(path)));
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return SILENT;
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static MountState ask(byte[] path) {
        NativeThread thread = NativeThread.current();
        try (Arena arena = Arena.ofConfined()) {
            int result = Statx.stat(
                    thread,
                    OpenFlags.AT_FDCWD,
                    thread.name(path),
                    Statx.AT_STATX_FORCE_SYNC | Statx.AT_NO_AUTOMOUNT | Statx.AT_SYMLINK_NOFOLLOW,
                    Statx.BASIC_STATS,
                    arena.allocate(Statx.SIZE, 8).address());
            return result == -Errno.ENOTCONN || result == -Errno.ECONNABORTED ? DEAD : ALIVE;
        }
    }
}
