package dev.weir.testkit.ownio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.FilterException;
import dev.weir.Instance;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.io.FileLocation;
import dev.weir.io.OpenFlags;
import dev.weir.io.OwnFile;
import dev.weir.io.OwnIo;
import dev.weir.io.OwnIoException;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.FilterHarness;
import dev.weir.testkit.RecordingFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Own I/O from pre- and post-operations, tasks and threads of a filter's own, while it is detached, attached and unloaded. */
@Timeout(300)
class OwnIoStressTest {
    private static final int ROUNDS = 40;
    private static final int PROGRAMS = 3;
    private static final int TASKS = 4;
    private static final Set<Integer> EXPECTED = Set.of(Errno.ENOENT, Errno.EEXIST);

    private final FilterHarness harness = new FilterHarness();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger tasks = new AtomicInteger();
    private final AtomicLong own = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Set<String> unexpected = ConcurrentHashMap.newKeySet();

    private void work(OwnIo io, Random random, boolean mayBeRefused) {
        FileLocation file = FileLocation.of("own" + random.nextInt(4));
        try {
            switch (random.nextInt(4)) {
                case 0 -> io.list(FileLocation.of(""));
                case 1 -> io.unlink(file);
                case 2 -> io.lookUp(file).close();
                default -> {
                    try (OwnFile open = io.create(file, OpenFlags.READ_WRITE, 0600)) {
                        open.write(0, new byte[100]);
                        open.read(0, 100);
                    }
                }
            }
            own.incrementAndGet();
        } catch (OwnIoException failed) {
            if (mayBeRefused && failed.status().equals(NtStatus.FLT_DELETING_OBJECT)) {
                refused.incrementAndGet();
            } else if (!EXPECTED.contains(failed.errno())) {
                unexpected.add(failed.toString());
            }
        } catch (RuntimeException failed) {
            unexpected.add(failed.toString());
        }
    }

    private RecordingFilter filter(int seed) {
        var random = new Random(seed);
        return new RecordingFilter("own")
                .quiet()
                .pre((data, objects) -> {
                    work(objects.instance().io(), random, false);
                    if (tasks.get() < TASKS) {
                        tasks.incrementAndGet();
                        objects.instance().io().submit(io -> {
                            work(io, random, false);
                            work(io, random, false);
                            return tasks.decrementAndGet();
                        });
                    }
                    return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                })
                .post((data, objects, flags) -> {
                    if (flags.isEmpty()) {
                        work(objects.instance().io(), random, false);
                    }
                    return PostOperationStatus.FINISHED_PROCESSING;
                });
    }

    private void program(int number, long seed) {
        var random = new Random(seed + number);
        while (!over.get() && unexpected.isEmpty()) {
            String name = "p" + number + random.nextInt(3);
            var created = harness.create(name);
            if (created.hasHandle()) {
                harness.write(created.handle(), 0, "text");
                harness.read(created.handle(), 0, 10);
                harness.close(created.handle());
            } else {
                unexpected.add(created.toString());
            }
            harness.truncate(name, 2);
        }
    }

    /** A thread of the filter's own that does not know that its instance goes. */
    private void stranger(Random random) {
        while (!over.get() && unexpected.isEmpty()) {
            for (Instance instance : harness.volume().instances()) {
                work(instance.io(), random, true);
            }
        }
    }

    @Tag("load")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingIsLostAndNothingStays(long seed) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < PROGRAMS; i++) {
            int number = i;
            threads.add(Thread.ofPlatform().start(() -> program(number, seed)));
        }
        threads.add(Thread.ofPlatform().start(() -> stranger(new Random(seed))));
        var random = new Random(seed);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                change(round, random);
            }
        } finally {
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(unexpected).isEmpty();
        assertThat(own.get()).isPositive();
        // A thread that goes on after TeardownComplete has something open then.
        assertThat(harness.manager().findings().all())
                .allMatch(finding -> finding.what().startsWith("left open at the end of its instance"));
        harness.forgetNodes();
        assertThat(harness.volume().handles().size()).isZero();
        assertThat(harness.base().openFiles()).isZero();
        assertThat(harness.volume().nodes().size()).isEqualTo(1);
        harness.close();
    }

    private void change(int round, Random random) throws FilterException, InterruptedException {
        harness.load(filter(round), "2000");
        Thread.sleep(random.nextInt(5));
        if (random.nextBoolean()) {
            harness.detach("own");
            Thread.sleep(random.nextInt(3));
            harness.attach("own");
        }
        Thread.sleep(random.nextInt(5));
        var result = random.nextInt(3) == 0 ? harness.stop("own") : harness.unload("own");
        assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
    }
}
