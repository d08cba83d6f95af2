package dev.weir.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.sun.security.auth.module.UnixSystem;
import dev.weir.FilterManager;
import dev.weir.Minifilter;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.linux.HostFileSystem;
import dev.weir.linux.NativeMemory;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.manager.VolumeDefinition;
import dev.weir.manager.VolumeHooks;
import dev.weir.manager.VolumeObject;
import dev.weir.testkit.FilterHarness;
import dev.weir.testkit.MapConfiguration;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationTest {
    private static final int WARM_UP = 60_000;
    private static final int MEASURED = 200_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final class Loop {
        private final Exchange exchange;
        private final byte[][] messages;
        private int next;

        Loop(Exchange exchange, byte[]... messages) {
            this.exchange = exchange;
            this.messages = messages;
        }

        boolean step() {
            byte[] message = messages[next];
            next = (next + 1) % messages.length;
            NativeMemory.copyIn(message, 0, exchange.buffers().request(), message.length);
            RequestHandler.handle(exchange, message.length);
            return true;
        }

        void run(int count) {
            for (int i = 0; i < count; i++) {
                step();
            }
        }
    }

    private static final class PassAll implements Minifilter {
        @Override
        public Registration registration(FilterManager manager) {
            return Registration.builder()
                    .everyOperation(
                            (data, objects) -> PreOperationStatus.SUCCESS_WITH_CALLBACK,
                            (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING)
                    .build();
        }
    }

    /** A file of the host's, and a filter that lets everything pass and sees it come back. */
    @Test
    void nothingPerGetattrReadAndWrite(@TempDir Path directory) throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            var manager = new Manager(new ManagerThreads(threads, threads));
            VolumeObject volume = manager.mount(new VolumeDefinition(
                    "test", HostFileSystem.open(directory.toString().getBytes(UTF_8)), VolumeHooks.NONE, id -> ""));
            manager.load(
                    FilterHarness.definition("pass", "300000"),
                    PassAll::new,
                    new MapConfiguration(Map.of()),
                    event -> true);
            var kernel = new Wire(volume);
            kernel.user((int) new UnixSystem().getUid());
            Answer made = kernel.create(Wire.ROOT, "a");
            long file = made.node();
            long handle = made.word(Entries.ENTRY);
            var exchange = new Exchange(kernel.connection, (address, length) -> length, Buffers.ofWorker(1 << 17));
            var loop = new Loop(
                    exchange,
                    kernel.message(Opcode.GETATTR.number(), 2, file, new byte[16]),
                    kernel.message(
                            Opcode.READ.number(),
                            4,
                            file,
                            Wire.data(handle, 0, 4096).bytes()),
                    kernel.message(
                            Opcode.WRITE.number(),
                            6,
                            file,
                            Wire.data(handle, 0, 4096).data(new byte[4096]).bytes()));
            loop.run(WARM_UP);
            loop.run(WARM_UP);

            long before = THREADS.getCurrentThreadAllocatedBytes();
            loop.run(MEASURED);
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

            exchange.close();
            assertThat(kernel.release(file, handle).error()).isZero();
            manager.dismount(volume);
            assertThat(allocated).as("bytes for %d requests", MEASURED).isLessThanOrEqualTo(64);
        }
    }
}
