package dev.weir.fuse.mounted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.filters.passall.PassAllFilter;
import dev.weir.fuse.MountOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Reads, writes and getattrs of programs, through the device and {@code passall}, put nothing on the heap of the workers that do them. The number of operations a worker is the system property
 * {@code weir.operations}, 30,000 unless said.
 */
class DeviceAllocationTest {
    private static final long MEASURED = Long.getLong("weir.operations", 30_000);

    private static final long WARM_UP = 60_000;

    private static final long ALLOWED = 64;
    private static final int WINDOWS = 6;
    private static final int PROGRAMS = 2;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final String LOOP = """
            import os, sys
            file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o644)
            block = b"x" * 4096
            os.pwrite(file, block, 0)
            while not os.path.exists(sys.argv[2]):
                for i in range(1000):
                    if os.pread(file, 4096, 0) != block or os.pwrite(file, block, 0) != 4096 or os.fstat(file).st_size != 4096:
                        sys.exit("not what was written")
            """;

    /** Counts what each thread does, of the three kinds, without a byte. */
    private static final class Tally implements Minifilter {
        private static final List<MajorFunction> COUNTED =
                List.of(MajorFunction.READ, MajorFunction.WRITE, MajorFunction.QUERY_INFORMATION);

        private final Map<Thread, long[]> done = new ConcurrentHashMap<>();

        @Override
        public Registration registration(FilterManager manager) throws FilterException {
            var registration = Registration.builder().unload(FilterUnloadCallback.ALWAYS);
            for (int i = 0; i < COUNTED.size(); i++) {
                int kind = i;
                registration.preOperation(COUNTED.get(i), (data, objects) -> count(kind));
            }
            return registration.build();
        }

        private PreOperationStatus count(int kind) {
            long[] own = done.get(Thread.currentThread());
            if (own == null) {
                own = new long[COUNTED.size()];
                done.put(Thread.currentThread(), own);
            }
            own[kind]++;
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }

        /** Operations of each worker that lives: three times the kind that it did least of. */
        Map<Thread, Long> byWorker() {
            return done.entrySet().stream()
                    .filter(entry -> entry.getKey().isAlive())
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            entry -> 3 * Arrays.stream(entry.getValue()).min().orElse(0)));
        }
    }

    @Test
    void nothingPerOperationOfAProgram() throws Exception {
        assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
                        && bean.isThreadAllocatedMemoryEnabled(),
                "this JVM does not count what a thread allocates");
        var tally = new Tally();
        MountOptions options = MountOptions.usual().withTimeOuts(Duration.ZERO, Duration.ZERO, Duration.ZERO);
        List<Process> programs = new ArrayList<>();
        try (var mounted = new Mounted(options)) {
            mounted.load("tally", "380000", () -> tally);
            mounted.load("passall", "370030", PassAllFilter::new);
            try {
                Path script = Files.writeString(mounted.parent.resolve("loop.py"), LOOP);
                for (int i = 0; i < PROGRAMS; i++) {
                    String file = mounted.directory.resolve("file" + i).toString();
                    programs.add(new ProcessBuilder("python3", script.toString(), file, mounted.stop.toString())
                            .inheritIO()
                            .start());
                }
                measure(tally, programs);
            } finally {
                mounted.tellProgramsToStop();
                for (Process program : programs) {
                    assertThat(program.waitFor()).isZero();
                }
            }
        }
    }

    private static void measure(Tally tally, List<Process> programs) throws InterruptedException {
        awaitBusiest(tally, programs, Map.of(), WARM_UP);
        List<String> windows = new ArrayList<>();
        // What is compiled or thrown away late may cost some bytes once: a window counts as it is, but it need not be
        // the first.
        for (int window = 0; window < WINDOWS; window++) {
            Map<Thread, Long> done = tally.byWorker();
            // The kernel prefers some workers. One that hardly worked yet has not made what it keeps.
            done.values().removeIf(operations -> operations < WARM_UP / 20);
            Map<Thread, Long> bytes =
                    done.keySet().stream().collect(Collectors.toMap(worker -> worker, DeviceAllocationTest::bytes));
            awaitBusiest(tally, programs, done, MEASURED);
            Map<String, String> report = new TreeMap<>();
            boolean nothing = true;
            long most = 0;
            for (Thread worker : bytes.keySet()) {
                if (worker.isAlive()) {
                    long allocated = bytes(worker) - bytes.get(worker);
                    long operations = tally.byWorker().getOrDefault(worker, 0L) - done.getOrDefault(worker, 0L);
                    nothing &= allocated <= ALLOWED;
                    most = Math.max(most, operations);
                    report.put(worker.getName(), allocated + " bytes in " + operations + " operations");
                }
            }
            windows.add(report.toString());
            if (nothing && most >= MEASURED) {
                System.out.println("on the heap through the device: " + report);
                return;
            }
        }
        assertThat(windows)
                .as("more than %d bytes, or fewer than %d operations a worker, in each window", ALLOWED, MEASURED)
                .isEmpty();
    }

    private static long bytes(Thread worker) {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getThreadAllocatedBytes(worker.threadId());
    }

    /** Waits until one of the workers has done so many more operations, a third of each kind. */
    private static void awaitBusiest(Tally tally, List<Process> programs, Map<Thread, Long> before, long operations)
            throws InterruptedException {
        long begun = System.nanoTime();
        while (!hasWorked(tally.byWorker(), before, operations)) {
            assertThat(System.nanoTime() - begun).isLessThan(PATIENCE.toNanos());
            assertThat(programs).allMatch(Process::isAlive);
            Thread.sleep(20);
        }
    }

    private static boolean hasWorked(Map<Thread, Long> now, Map<Thread, Long> before, long operations) {
        return now.entrySet().stream()
                .filter(entry -> before.isEmpty() || before.containsKey(entry.getKey()))
                .anyMatch(entry -> entry.getValue() - before.getOrDefault(entry.getKey(), 0L) >= operations);
    }
}
