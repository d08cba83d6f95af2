package dev.weir.linux;

import static dev.weir.linux.TemporaryFiles.close;
import static dev.weir.linux.TemporaryFiles.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hot calls put nothing on the Java heap, errors included. */
class SteadyStateAllocationTest {
    private static final int ROUNDS = 1_000_000;
    static final long ALLOWED = 64;

    @TempDir
    Path folder;

    /** One turn of a loop: a small method, as the loops of workers are, so that it is compiled on its own. */
    interface Step {
        long run(NativeThread thread);
    }

    @Test
    void aMillionReadsAllocateNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x".repeat(4096));
        int descriptor = open(file, OpenFlags.O_RDONLY);
        try (Arena arena = Arena.ofConfined()) {
            long buffer = arena.allocate(4096).address();
            assertThat(allocated(thread -> FileCalls.pread(thread, descriptor, buffer, 4096, 0)))
                    .isLessThanOrEqualTo(ALLOWED);
        } finally {
            close(descriptor);
        }
    }

    @Test
    void aMillionStatsOfANodeAllocateNothing() {
        int node = open(folder, OpenFlags.O_PATH);
        try (Arena arena = Arena.ofConfined()) {
            long stat = arena.allocate(Statx.SIZE).address();
            assertThat(allocated(thread -> Statx.statDescriptor(thread, node, Statx.BASIC_STATS, stat)))
                    .isLessThanOrEqualTo(ALLOWED);
        } finally {
            close(node);
        }
    }

    @Test
    void aMillionErrorsAllocateNothing() {
        assertThat(allocated(thread -> XattrCalls.get(thread, 1_000_000, thread.emptyStruct(), 0, 0)))
                .isLessThanOrEqualTo(ALLOWED);
    }

    @Test
    void aMillionNamesAllocateNothing() {
        byte[] name = {'a', (byte) 0xff, 'b'};
        int node = open(folder, OpenFlags.O_PATH);
        try {
            assertThat(allocated(thread -> DirectoryCalls.unlink(thread, node, thread.name(name), 0)))
                    .isLessThanOrEqualTo(ALLOWED);
        } finally {
            close(node);
        }
    }

    static long allocated(Step step) {
        assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
                        && bean.isThreadAllocatedMemoryEnabled(),
                "this JVM does not count what a thread allocates");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        NativeThread thread = NativeThread.current();
        for (int i = 0; i < 100_000; i++) {
            step.run(thread);
        }
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 3 && least > ALLOWED; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                step.run(thread);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
