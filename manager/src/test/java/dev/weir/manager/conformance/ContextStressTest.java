package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Altitude;
import dev.weir.FileHandle;
import dev.weir.FileNode;
import dev.weir.FileType;
import dev.weir.FilterException;
import dev.weir.Instance;
import dev.weir.NtStatus;
import dev.weir.Volume;
import dev.weir.context.ContextChange;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextObject;
import dev.weir.context.ContextReference;
import dev.weir.context.SetContextOperation;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sets, replacements, look-ups, deletions, the end of files and handles, attaches and detaches and in the end an unload, all at once: every context is cleaned up once, and none while somebody refers to it.
 *
 * <p>{@code -Dweir.stress.steps=N} makes it longer.
 */
@SuppressWarnings("ReferenceEquality") // a file is itself
class ContextStressTest {
    private static final int STEPS = Integer.getInteger("weir.stress.steps", 4_000);
    private static final int THREADS = 4;
    private static final int FILES = 3;

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger cleaned = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    /** A value that knows whether it may be cleaned up. */
    private final class Tracked {
        private final AtomicInteger users = new AtomicInteger();
        private final AtomicInteger cleanups = new AtomicInteger();

        Tracked() {
            made.incrementAndGet();
        }

        void use() {
            users.incrementAndGet();
            check(cleanups.get() == 0, "used after its cleanup");
            Thread.onSpinWait();
            check(cleanups.get() == 0, "cleaned up while referenced");
            users.decrementAndGet();
        }

        void cleanUp() {
            cleaned.incrementAndGet();
            check(cleanups.incrementAndGet() == 1, "cleaned up twice");
            check(users.get() == 0, "cleaned up while used");
        }
    }

    private void check(boolean holds, String what) {
        if (!holds) {
            wrong.add(what);
        }
    }

    private final ContextKind<FileNode, Tracked> files =
            ContextKind.file(Tracked.class).withCleanup((value, type) -> value.cleanUp());
    private final ContextKind<FileNode, Tracked> streams =
            ContextKind.stream(Tracked.class).withCleanup((value, type) -> value.cleanUp());
    private final ContextKind<FileHandle, Tracked> handles =
            ContextKind.streamHandle(Tracked.class).withCleanup((value, type) -> value.cleanUp());
    private final ContextKind<Volume, Tracked> volumes =
            ContextKind.volume(Tracked.class).withCleanup((value, type) -> value.cleanUp());
    private final ContextKind<Instance, Tracked> instances =
            ContextKind.instance(Tracked.class).withCleanup((value, type) -> value.cleanUp());

    private final Rig rig = new Rig();
    private final TestFilter filter = new TestFilter("keeper", "1000");
    private final AtomicReferenceArray<FileNodeObject> nodes = new AtomicReferenceArray<>(FILES);
    private final AtomicReferenceArray<FileHandleObject> open = new AtomicReferenceArray<>(FILES);
    private volatile Instance second;

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 301, 4003})
    void everyContextIsCleanedUpOnceAndNeverWhileReferenced(long seed) throws Exception {
        rig.base.records = false;
        filter.contexts = List.of(files, streams, handles, volumes, instances);
        filter.withPost = false;
        rig.load(filter);
        Instance first = rig.volume.instances().getFirst();
        second = first;
        for (int i = 0; i < FILES; i++) {
            nodes.set(i, obtain(i));
            open.set(i, rig.open());
        }
        var done = new CountDownLatch(THREADS);
        for (int t = 0; t < THREADS; t++) {
            var random = new Random(seed * 31 + t);
            boolean changes = t == 0;
            rig.threads.execute(() -> {
                try {
                    for (int i = 0; i < STEPS; i++) {
                        Instance instance = random.nextBoolean() ? first : second;
                        step(instance, random);
                        if (changes && i % 50 == 0) {
                            reattach();
                        }
                    }
                } catch (Throwable failure) {
                    wrong.add(failure.toString());
                } finally {
                    done.countDown();
                }
            });
        }
        // The unload comes while the others go on: what they set then is refused, or deleted.
        while (done.getCount() == THREADS && made.get() < STEPS) {
            Thread.onSpinWait();
        }
        boolean midway = seed % 2 == 0;
        if (!midway) {
            done.await();
        }
        assertThat(rig.unload("keeper", false, Duration.ofSeconds(60)).message())
                .isEmpty();
        done.await();
        assertThat(wrong).isEmpty();
        assertThat(cleaned.get()).isEqualTo(made.get() - refused.get());
        assertThat(cleaned.get()).isPositive();
    }

    private final AtomicInteger refused = new AtomicInteger();

    private FileNodeObject obtain(int i) {
        return rig.volume.nodes().obtain(1, 100 + i, 0, FileType.REGULAR, "file");
    }

    private void step(Instance instance, Random random) {
        int at = random.nextInt(FILES);
        FileNodeObject node = nodes.get(at);
        switch (random.nextInt(16)) {
            case 0 -> reopen(at);
            case 1 -> refind(at);
            case 2, 3 -> act(instance, handles, open.get(at), random);
            case 4 -> act(instance, volumes, rig.volume, random);
            case 5 -> act(instance, instances, instance, random);
            case 6, 7, 8 -> act(instance, streams, node, random);
            default -> act(instance, files, node, random);
        }
    }

    private void reopen(int at) {
        FileHandleObject now = open.get(at);
        FileHandleObject fresh = rig.open();
        rig.close(open.compareAndSet(at, now, fresh) ? now : fresh);
    }

    private void refind(int at) {
        FileNodeObject now = nodes.get(at);
        if (nodes.compareAndSet(at, now, rig.volume.root())) {
            if (now != rig.volume.root()) {
                now.release(1);
            }
            FileNodeObject fresh = obtain(at);
            if (!nodes.compareAndSet(at, rig.volume.root(), fresh)) {
                fresh.release(1);
            }
        }
    }

    private void reattach() {
        try {
            if (second == rig.volume.instances().getLast()
                    && rig.volume.instances().size() == 2) {
                rig.manager.detach("keeper", rig.volume, Optional.of("second"));
            } else {
                second = rig.manager.attach(
                        "keeper", rig.volume, Optional.of("second"), Optional.of(Altitude.of("500")));
            }
        } catch (FilterException | java.util.NoSuchElementException e) {
            // The filter is being unloaded.
            assertThat(e).isNotNull();
        }
    }

    private <O extends ContextObject> void act(Instance on, ContextKind<O, Tracked> kind, O object, Random random) {
        switch (random.nextInt(8)) {
            case 0, 1 -> use(on.getOrSetContext(kind, object, this::tracked));
            case 2, 3 -> use(on.getContext(kind, object));
            case 4 -> {
                ContextReference<Tracked> taken = on.takeContext(kind, object);
                use(taken);
            }
            case 5 -> on.deleteContext(kind, object);
            default -> set(on, kind, object, random);
        }
    }

    private Tracked tracked() {
        return new Tracked();
    }

    private <O extends ContextObject> void set(Instance on, ContextKind<O, Tracked> kind, O object, Random random) {
        Tracked value = tracked();
        ContextReference<Tracked> fresh = on.allocateContext(kind, value);
        if (!fresh.isPresent()) {
            check(fresh.status().equals(NtStatus.FLT_DELETING_OBJECT), "allocate: " + fresh.status());
            refused.incrementAndGet();
            return;
        }
        var operation =
                random.nextBoolean() ? SetContextOperation.REPLACE_IF_EXISTS : SetContextOperation.KEEP_IF_EXISTS;
        try (ContextChange<Tracked> change = on.exchangeContext(kind, object, operation, fresh)) {
            if (change.old().isPresent()) {
                change.old().value().use();
            }
            if (random.nextInt(4) == 0) {
                fresh.delete();
            }
            value.use();
        }
        fresh.close();
    }

    private static void use(ContextReference<? extends Tracked> reference) {
        try (reference) {
            if (reference.isPresent()) {
                reference.value().use();
            }
        }
    }
}
