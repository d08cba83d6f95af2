package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.Minifilter;
import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.manager.FilterCounters;
import dev.weir.manager.FilterObject;
import dev.weir.manager.Operation;
import dev.weir.manager.UnloadResult;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Instances and filters go while operations are on compiled lines with them. */
class LineTeardownTest {
    private static final int HOT = 30_000;
    private final Rig rig = Lines.rig("now");

    @AfterEach
    void close() {
        rig.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Rig.SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(int count) {
        Operation operation = rig.volume.newOperation(Rigs.NOBODY);
        for (int i = 0; i < count; i++) {
            rig.getattr(operation);
            assertThat(rig.volume.start(operation)).isTrue();
        }
        rig.volume.closeOperation(operation);
    }

    private static void assertConserved(FilterCounters counts) {
        assertThat(counts.preWithCallback()).as("%s", counts).isEqualTo(counts.post() + counts.drained());
    }

    /** Filters "upper", "blocking" and "lower"; the operation is in the pre-operation, or the post-operation, of the one in the middle when the others are unloaded. */
    private void unloadedWhileAnotherOnesCallbackRuns(boolean post) {
        var blocks = new AtomicBoolean();
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        Runnable block = () -> {
            if (blocks.get()) {
                entered.countDown();
                await(leave);
            }
        };
        var upper = new TestFilter("upper", "3");
        var middle = new TestFilter("middle", "2");
        var lower = new TestFilter("lower", "1");
        if (post) {
            middle.post = (data, objects) -> {
                block.run();
                return PostOperationStatus.FINISHED_PROCESSING;
            };
        } else {
            middle.pre = (data, objects) -> {
                block.run();
                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
            };
        }
        FilterObject upperObject = rig.load(upper);
        FilterObject middleObject = rig.load(middle);
        FilterObject lowerObject = rig.load(lower);
        run(HOT);
        blocks.set(true);
        var operation = rig.startElsewhere(rig::getattr);
        await(entered);
        assertThat(rig.unload("upper").outcome()).isEqualTo(UnloadResult.Outcome.UNLOADED);
        assertThat(rig.unload("lower").outcome()).isEqualTo(UnloadResult.Outcome.UNLOADED);
        int callsOfUpper = upper.log.size();
        int callsOfLower = lower.log.size();
        leave.countDown();
        assertThat(Rig.get(operation).errno()).isZero();
        assertThat(upper.log).hasSize(callsOfUpper);
        assertThat(lower.log).hasSize(callsOfLower);
        assertThat(upperObject.counts().drained()).isEqualTo(1);
        assertThat(lowerObject.counts().drained()).isZero();
        assertThat(lowerObject.counts().pre()).isEqualTo(post ? HOT + 1 : HOT);
        assertThat(middleObject.counts().post()).isEqualTo(HOT + 1);
        List.of(upperObject, middleObject, lowerObject).forEach(filter -> assertConserved(filter.counts()));
    }

    @Test
    void othersAreUnloadedWhileAPreOperationRuns() {
        unloadedWhileAnotherOnesCallbackRuns(false);
    }

    @Test
    void othersAreUnloadedWhileAPostOperationRuns() {
        unloadedWhileAnotherOnesCallbackRuns(true);
    }

    @Test
    void whoRunsOnALineIsNamed() {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var filter = new TestFilter("named", "1");
        filter.pre = (data, objects) -> {
            entered.countDown();
            await(leave);
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        rig.load(filter);
        var operation = rig.startElsewhere(rig::getattr);
        await(entered);
        assertThat(rig.manager.inFlight()).singleElement().satisfies(flight -> {
            assertThat(flight.holder()).isEqualTo("named");
            assertThat(flight.where()).isEqualTo("pre-getattr is running");
        });
        leave.countDown();
        assertThat(Rig.get(operation).errno()).isZero();
    }

    /** What it is called for after it has gone, or too often, and what it is owed. */
    private static final class Counting implements Minifilter {
        private final Set<String> wrong;
        private final AtomicLong owed = new AtomicLong();
        private final AtomicInteger inside = new AtomicInteger();
        private volatile boolean gone;

        Counting(Set<String> wrong) {
            this.wrong = wrong;
        }

        @Override
        public Registration registration(FilterManager manager) {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .everyOperation(
                            (data, objects) -> {
                                called();
                                if ((data.id() & 7) == 0) {
                                    return PreOperationStatus.SUCCESS_NO_CALLBACK;
                                }
                                objects.setCompletionContext(this);
                                owed.incrementAndGet();
                                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                            },
                            (data, objects, flags) -> {
                                called();
                                owed.decrementAndGet();
                                if (objects.completionContext() != this) {
                                    wrong.add("another one's context");
                                }
                                if ((data.id() & 63) == 1 && !flags.contains(PostOperationFlag.DRAINING)) {
                                    data.setStatus(data.status());
                                }
                                return PostOperationStatus.FINISHED_PROCESSING;
                            })
                    .build();
        }

        private void called() {
            inside.incrementAndGet();
            if (gone) {
                wrong.add("called after the end");
            }
            inside.decrementAndGet();
        }

        void checkGone() {
            gone = true;
            if (inside.get() != 0) {
                wrong.add("a callback runs after the end");
            }
            if (owed.get() != 0) {
                wrong.add("owed " + owed.get() + " post-operations");
            }
        }
    }

    /** Four threads with hot lines, and two that load and unload below, between and above the others. */
    @Test
    @Tag("load")
    void noCallbackComesAfterTheEndAndEachIsCounted() throws Exception {
        Set<String> wrong = ConcurrentHashMap.newKeySet();
        rig.base.records = false;
        var over = new AtomicBoolean();
        var programs = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            programs.add(Thread.ofPlatform().daemon().start(() -> {
                while (!over.get()) {
                    run(200);
                }
            }));
        }
        var loaders = new ArrayList<Thread>();
        for (int i = 0; i < 2; i++) {
            int number = i;
            loaders.add(Thread.ofPlatform().daemon().start(() -> comeAndGo(number, wrong)));
        }
        for (Thread loader : loaders) {
            assertThat(loader.join(Duration.ofMinutes(2))).isTrue();
        }
        over.set(true);
        for (Thread program : programs) {
            assertThat(program.join(Duration.ofSeconds(Rig.SECONDS))).isTrue();
        }
        assertThat(wrong).isEmpty();
    }

    private void comeAndGo(int number, Set<String> wrong) {
        var chance = new Random(number);
        for (int i = 0; i < 60 && wrong.isEmpty(); i++) {
            var loaded = new ArrayList<FilterObject>();
            var filters = new ArrayList<Counting>();
            for (int j = 0; j < 3; j++) {
                var filter = new Counting(wrong);
                var shape = new TestFilter("f" + number + "-" + j, Integer.toString(10 * j + number + 1));
                try {
                    loaded.add(rig.manager.load(shape.definition(), () -> filter, rig.configuration, event -> true));
                    filters.add(filter);
                } catch (dev.weir.FilterException e) {
                    wrong.add("not loaded: " + e);
                }
            }
            int spins = chance.nextInt(2_000_000);
            for (int s = 0; s < spins; s++) {
                Thread.onSpinWait();
            }
            for (int j = 0; j < loaded.size(); j++) {
                FilterObject object = loaded.get(j);
                if (rig.unload(object.name()).outcome() != UnloadResult.Outcome.UNLOADED) {
                    wrong.add("not unloaded");
                }
                filters.get(j).checkGone();
                FilterCounters counts = object.counts();
                if (counts.preWithCallback() != counts.post() + counts.drained() || counts.exceptions() != 0) {
                    wrong.add("counts " + counts);
                }
            }
        }
    }

    /** Loaded by a loader of its own. */
    public static final class Passing implements Minifilter {
        @Override
        public Registration registration(FilterManager manager) {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .everyOperation(
                            (data, objects) -> {
                                objects.setCompletionContext(this);
                                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                            },
                            (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING)
                    .build();
        }
    }

    private static final class Loader extends ClassLoader {
        Loader() {
            super(LineTeardownTest.class.getClassLoader());
        }

        Minifilter load() {
            String name = Passing.class.getName();
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return (Minifilter) defineClass(name, bytes, 0, bytes.length)
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (IOException | ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private WeakReference<Loader> load(String name, String altitude) throws Exception {
        var loader = new Loader();
        Minifilter filter = loader.load();
        assertThat(filter.getClass().getClassLoader()).isSameAs(loader);
        rig.manager.load(new TestFilter(name, altitude).definition(), () -> filter, rig.configuration, event -> true);
        return new WeakReference<>(loader);
    }

    /** Its code is part of a compiled line then, and one operation is on that line, in the base file system; the flights that were on it stay, idle. */
    @Test
    void theLoaderOfAFilterOnAHotLineIsCollected() throws Exception {
        rig.base.records = false;
        WeakReference<Loader> loader = load("collected", "1");
        load("stays", "2");
        Operation idle = rig.volume.newOperation(Rigs.NOBODY);
        for (int i = 0; i < HOT; i++) {
            rig.getattr(idle);
            rig.volume.start(idle);
        }
        var arrived = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        rig.base.onExecute = operation -> {
            arrived.countDown();
            await(leave);
        };
        var waiting = rig.startElsewhere(operation -> rig.getattr(operation));
        await(arrived);
        assertThat(rig.unload("collected").drained()).isEqualTo(1);
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (loader.get() != null && System.nanoTime() < end) {
            System.gc();
            Thread.sleep(20);
        }
        Optional<Loader> held = Optional.ofNullable(loader.get());
        leave.countDown();
        assertThat(Rig.get(waiting).errno()).isZero();
        rig.volume.closeOperation(idle);
        assertThat(held).isEmpty();
    }
}
