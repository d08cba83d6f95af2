package dev.weir.service.run;

import dev.weir.linux.MountCalls;
import dev.weir.linux.NativeThread;
import dev.weir.linux.SystemCallException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One platform thread in a mount namespace of its own, for what must be done there. The rest of the JVM stays outside; programs that this thread starts are inside.
 */
final class NamespaceThread implements AutoCloseable {
    private final ExecutorService executor = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("weir-namespace").factory());
    private final String namespace;

    /** Makes the namespace; needs CAP_SYS_ADMIN. Mounts outside still come in, those inside do not get out. */
    NamespaceThread() throws IOException {
        namespace = call(NamespaceThread::enter);
    }

    private static String enter() throws IOException {
        NativeThread thread = NativeThread.current();
        SystemCallException.check("unshare", MountCalls.unshare(thread, MountCalls.CLONE_NEWNS));
        try (Arena arena = Arena.ofConfined()) {
            long root = arena.allocateFrom("/").address();
            SystemCallException.check(
                    "mount --make-rslave /",
                    MountCalls.mount(thread, 0, root, 0, MountCalls.MS_REC | MountCalls.MS_SLAVE, 0));
        }
        return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/mnt")).toString();
    }

    /** What {@code /proc/PID/ns/mnt} of its members links to. */
    String namespace() {
        return namespace;
    }

    /** Does something on the thread and waits for it. */
    <T> T call(Callable<T> action) throws IOException {
        try {
            return executor.submit(action).get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException reason) {
                throw reason;
            }
            throw new IOException(failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Lets the namespace go. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
