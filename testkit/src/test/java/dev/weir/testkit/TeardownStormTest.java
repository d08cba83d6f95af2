package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.manager.FilterDefinition;
import dev.weir.manager.FilterObject;
import dev.weir.manager.InstanceDefinition;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Attach, dispatch, pend, cancel, detach, unload, stop, mount and dismount at once, from many threads, on volumes in memory.
 *
 * <p>{@code -Dweir.storm.seconds=N -Dweir.storm.seed=N} make it longer, and another one. It says in the end what happened.
 */
@Tag("load")
class TeardownStormTest {
    private static final int SECONDS = Integer.getInteger("weir.storm.seconds", 3);
    private static final long SEED = Long.getLong("weir.storm.seed", 1);
    private static final List<String> FILTERS = List.of("upper", "lower");

    private final Set<String> wrong = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("storm-", 0).factory());
    private final Manager manager = new Manager(new ManagerThreads(threads, threads));
    private final List<StormVolume> volumes = new CopyOnWriteArrayList<>();
    private final Map<FilterObject, StormFilter> loaded = new ConcurrentHashMap<>();
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong cancelled = new AtomicLong();
    private final AtomicLong kept = new AtomicLong();
    private final AtomicLong drained = new AtomicLong();
    private final AtomicLong waited = new AtomicLong();
    private final AtomicLong reissued = new AtomicLong();
    private final AtomicLong contextsFreed = new AtomicLong();
    private final AtomicLong unloads = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong detaches = new AtomicLong();
    private final AtomicLong attaches = new AtomicLong();
    private final AtomicLong dismounts = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
    private final long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();

    /** Something that a thread does again and again. */
    private interface Step {
        void run(StormChance chance) throws FilterException;
    }

    private Thread repeat(String name, int number, Step step) {
        var chance = new StormChance(SEED * 1000 + number);
        return Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                while (System.nanoTime() < end && wrong.isEmpty()) {
                    step.run(chance);
                }
            } catch (FilterException | RuntimeException | Error failure) {
                wrong.add(name + ": " + failure);
            }
        });
    }

    private StormVolume anyVolume(StormChance chance) {
        List<StormVolume> now = List.copyOf(volumes);
        return now.get(chance.below(now.size()));
    }

    private StormVolume mount(String name) throws FilterException {
        var volume = new StormVolume(manager, name, operations, cancelled, wrong::add);
        volumes.add(volume);
        return volume;
    }

    private void load(String name, StormChance chance) throws FilterException {
        var filter = new StormFilter(chance.below(1 << 30), chance.oneOf(300), wrong::add);
        String altitude = name.equals("upper") ? "2" : "1";
        var definition = new FilterDefinition(
                name,
                Optional.empty(),
                List.of(new InstanceDefinition(name, Altitude.of(altitude), false, false)),
                name);
        try {
            loaded.put(manager.load(definition, () -> filter, new MapConfiguration(Map.of()), event -> true), filter);
        } catch (FilterException already) {
            LockSupport.parkNanos(100_000);
        }
    }

    private void unload(String name, boolean mandatory) {
        FilterObject object = manager.filter(name).orElse(null);
        StormFilter filter = object == null ? null : loaded.get(object);
        if (object == null || filter == null) {
            return;
        }
        long begun = System.nanoTime();
        UnloadResult result =
                manager.unload(new UnloadRequest(name, mandatory, Duration.ofSeconds(60), true, holder -> {}));
        switch (result.outcome()) {
            case UNLOADED -> {
                longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
                if (loaded.remove(object, filter)) {
                    unloads.incrementAndGet();
                    drained.addAndGet(result.drained());
                    waited.addAndGet(result.waited());
                    reissued.addAndGet(result.reissued());
                    contextsFreed.addAndGet(result.contextsFreed());
                    kept.addAndGet(filter.keptCount.get());
                    filter.checkGone();
                }
            }
            case REFUSED -> refusals.incrementAndGet();
            default -> wrong.add("an unload did not end: " + result.message());
        }
    }

    private void detachOrAttach(StormChance chance) {
        String filter = FILTERS.get(chance.below(2));
        StormVolume volume = anyVolume(chance);
        try {
            if (chance.oneOf(3)) {
                manager.detach(filter, volume.volume(), Optional.empty());
                detaches.incrementAndGet();
            } else {
                manager.attach(filter, volume.volume(), Optional.empty(), Optional.empty());
                attaches.incrementAndGet();
            }
        } catch (FilterException refused) {
            // Refused, there already, or somebody was faster: one order or the other.
            LockSupport.parkNanos(200_000);
        }
    }

    private void remount(StormChance chance) throws FilterException {
        StormVolume volume = mount("extra" + chance.below(1 << 30));
        LockSupport.parkNanos(1_000_000L * chance.below(20));
        volumes.remove(volume);
        volume.dismount();
        dismounts.incrementAndGet();
    }

    private void resume() {
        boolean any = false;
        for (StormFilter filter : loaded.values()) {
            any |= filter.resumeSome();
        }
        if (!any) {
            LockSupport.parkNanos(50_000);
        }
    }

    @Test
    @Timeout(3600)
    void everyCallbackComesOnceAndNoneAfterTheEnd() throws Exception {
        StormVolume base = mount("base");
        var actors = new ArrayList<Thread>();
        for (int i = 0; i < 3; i++) {
            actors.add(repeat("program", i, chance -> anyVolume(chance).operate(chance)));
        }
        actors.add(repeat("loader", 10, chance -> load(FILTERS.get(chance.below(2)), chance)));
        for (int i = 0; i < 2; i++) {
            actors.add(repeat("unloader", 20 + i, chance -> {
                LockSupport.parkNanos(100_000L * chance.below(200));
                unload(FILTERS.get(chance.below(2)), chance.oneOf(2));
            }));
            actors.add(repeat("detacher", 30 + i, this::detachOrAttach));
        }
        actors.add(repeat("canceller", 40, chance -> {
            anyVolume(chance).cancelOne();
            LockSupport.parkNanos(200_000);
        }));
        actors.add(repeat("mounter", 50, this::remount));
        var over = new AtomicBoolean();
        Thread resumer = Thread.ofPlatform().daemon().name("resumer").start(() -> {
            while (!over.get()) {
                resume();
            }
        });
        for (Thread actor : actors) {
            assertThat(actor.join(Duration.ofSeconds(SECONDS + 120L)))
                    .as("%s at %s", actor, List.of(actor.getStackTrace()))
                    .isTrue();
        }
        FILTERS.forEach(filter -> unload(filter, true));
        base.dismount();
        over.set(true);
        resumer.join();
        threads.shutdown();
        String figures =
                ("%d s, seed %d: %d operations, %d kept, %d cancelled; %d unloads, %d refused; %d drained, %d waited for, %d"
                                + " taken from filters, %d contexts freed; %d attaches, %d detaches, %d dismounts; longest unload %.1f ms")
                        .formatted(
                                SECONDS,
                                SEED,
                                operations.get(),
                                kept.get(),
                                cancelled.get(),
                                unloads.get(),
                                refusals.get(),
                                drained.get(),
                                waited.get(),
                                reissued.get(),
                                contextsFreed.get(),
                                attaches.get(),
                                detaches.get(),
                                dismounts.get(),
                                longestNanos.get() / 1e6);
        System.out.println("storm: " + figures);
        assertThat(wrong).as(figures).isEmpty();
        assertThat(manager.filters()).isEmpty();
        assertThat(operations.get()).isPositive();
        assertThat(unloads.get()).isPositive();
    }
}
