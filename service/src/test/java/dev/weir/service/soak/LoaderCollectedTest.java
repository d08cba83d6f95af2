package dev.weir.service.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.manager.FilterObject;
import dev.weir.manager.InFlight;
import dev.weir.service.Inside;
import dev.weir.service.control.JsonObject;
import dev.weir.service.events.EventSubscription;
import dev.weir.service.filter.LoaderProof;
import dev.weir.service.filter.TestJars;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The class loader of an unloaded filter is collected, or the unload says that it is not and who holds it. */
class LoaderCollectedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A spy (A, on top) and another filter (B) wait for the post-operations of a lock that somebody else holds. */
    @Test
    void aLockWaitBelowHoldsNeitherTheUnloadNorTheLoader() throws Exception {
        try (var served = new Served();
                EventSubscription events = served.weir
                        .events()
                        .subscribe(1024, event -> event.operation().equals("setlk"))) {
            Path file = served.directory.resolve("file");
            Files.writeString(file, "content");
            served.load("spy");
            FilterObject lower = served.load("passall");
            Process waiter;
            long process;
            try (var open = new RandomAccessFile(file.toFile(), "rw");
                    FileLock held = open.getChannel().lock()) {
                assertThat(held.isValid()).isTrue();
                waiter = waitForLock(file);
                process = waiter.pid();
                awaitWaiting(served, process);
                assertThat(served.unload("passall").number("drained")).contains(1L);
                assertThat(Inside.proof(served.weir, "passall").await(PATIENCE)).startsWith("class loader collected");
                assertThat(waiter.isAlive()).isTrue();
                assertThat(lower.counts().drained()).isEqualTo(1);
                assertThat(statuses(events, process)).isEmpty();
            }
            assertThat(waiter.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(waiter.exitValue()).isZero();
            assertThat(statuses(events, process)).contains("STATUS_SUCCESS").doesNotContain("STATUS_PENDING");
            served.unload("spy");
        }
    }

    private static Process waitForLock(Path file) throws IOException {
        String program = "import fcntl,sys; f=open(sys.argv[1],'r+'); fcntl.lockf(f, fcntl.LOCK_EX)";
        return new ProcessBuilder("python3", "-c", program, file.toString())
                .inheritIO()
                .start();
    }

    private static void awaitWaiting(Served served, long process) throws InterruptedException {
        for (int tries = 0; tries < 3000; tries++) {
            List<InFlight> all = served.weir.manager().inFlight();
            if (all.stream().anyMatch(o -> o.process() == process && o.where().equals("in the base file system"))) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError(
                "nobody waits for the lock: " + served.weir.manager().inFlight());
    }

    private static List<String> statuses(EventSubscription events, long process) {
        List<String> statuses = new ArrayList<>();
        for (var next = events.next(500_000_000); next.isPresent(); next = events.next(500_000_000)) {
            if (next.get().event().process() == process) {
                statuses.add(next.get().event().status().name());
            }
        }
        return statuses;
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "passall", "spy", "protect"})
    void bundledFilterUnderLoad(String name) throws Exception {
        try (var served = new Served();
                var load = new MixedLoad(served)) {
            FilterObject filter = served.load(name);
            if (filter.instances().isEmpty()) {
                served.attach(name);
            }
            Thread.sleep(500);
            served.unload(name);
            assertThat(Inside.proof(served.weir, name).await(PATIENCE)).startsWith("class loader collected");
            assertThat(load.finish()).isPositive();
        }
    }

    /** Under load, with what it keeps on files, handles and volumes, its own files, its queue and its port. */
    @ParameterizedTest
    @FieldSource("dev.weir.service.soak.BundledJars#SAMPLES")
    void sampleUnderLoad(String name) throws Exception {
        try (var served = new Served()) {
            BundledJars.copySample(name, served.parent);
            for (String directory : List.of("A/B", "X", "a/b", "x", "testdir")) {
                Files.createDirectories(served.directory.resolve(directory));
            }
            try (var load = new MixedLoad(served)) {
                FilterObject filter = served.load(
                        served.parent.resolve(name + ".jar").toString(),
                        name,
                        name.equals("cancelsafe") ? Map.of("path", "/", "delay", "20") : Map.of());
                if (filter.instances().isEmpty() && !name.equals("cdo")) {
                    served.attach(name);
                }
                assertThat(filter.instances()).hasSize(name.equals("cdo") ? 0 : 1);
                Thread.sleep(500);
                assertThat(served.unload(name).text("outcome")).contains("unloaded");
                assertThat(Inside.proof(served.weir, name).await(PATIENCE)).startsWith("class loader collected");
                assertThat(load.finish()).isPositive();
            }
            assertThat(served.weir.manager().findings().all()).isEmpty();
            assertThat(served.weir.manager().ports()).isEmpty();
        }
    }

    @Test
    void aThreadThatIsLeftRunningIsNamed() throws Exception {
        holds("""
                    new Thread(() -> {
                        while (!new java.io.File("%s").exists()) {
                            try { Thread.sleep(5); } catch (InterruptedException e) { return; }
                        }
                    }, "left-running").start();
                """, "thread 'left-running' runs sample.Holder");
    }

    @Test
    void anExecutorIsNamedWhileItRunsTheFiltersCode() throws Exception {
        holds("""
                    var executor = java.util.concurrent.Executors.newSingleThreadExecutor(
                            task -> new Thread(task, "left-executor"));
                    executor.execute(() -> {
                        while (!new java.io.File("%s").exists()) {
                            try { Thread.sleep(5); } catch (InterruptedException e) { return; }
                        }
                        executor.shutdown();
                    });
                """, "thread 'left-executor'");
    }

    @Test
    void anIdleThreadOfAnExecutorIsNamed() throws Exception {
        holds("""
                    var executor = new java.util.concurrent.ThreadPoolExecutor(
                            1, 1, 0, java.util.concurrent.TimeUnit.SECONDS, new java.util.concurrent.LinkedBlockingQueue<>(),
                            task -> new Thread(task, "left-idle"));
                    executor.prestartAllCoreThreads();
                    new Thread(() -> {
                        while (!new java.io.File("%s").exists()) {
                            try { Thread.sleep(5); } catch (InterruptedException e) { return; }
                        }
                        executor.shutdown();
                    }, "left-running").start();
                """, "thread 'left-idle' began while it was loaded");
    }

    /** It stays with the worker, and goes with it: at the end of the volume at the latest. */
    @Test
    void aThreadLocalOnAWorkerIsNamedByALookInTheHeap() throws Exception {
        LoaderProof proof;
        try (var served = new Served()) {
            Files.writeString(served.directory.resolve("file"), "content");
            load(served, "", "LEFT.get();");
            assertThat(Files.readString(served.directory.resolve("file"))).isEqualTo("content");
            JsonObject answer = served.unload("holder");
            proof = Inside.proof(served.weir, "holder");
            assertThat(answer.text("loader").orElse(""))
                    .startsWith("class loader not collected yet: no cheap holder found");
            assertThat(served.why("holder"))
                    .anyMatch(line -> line.startsWith("held from a thread"))
                    .anyMatch(line -> line.contains("ThreadLocal"));
        }
        assertThat(proof.await(PATIENCE)).startsWith("class loader collected");
    }

    private static void holds(String entry, String expected) throws Exception {
        try (var served = new Served()) {
            Path end = served.parent.resolve("end");
            try {
                load(served, entry.formatted(end), "");
                JsonObject answer = served.unload("holder");
                assertThat(answer.text("outcome")).contains("unloaded");
                assertThat(answer.text("loader").orElse(""))
                        .startsWith("class loader not collected yet")
                        .contains(expected);
                assertThat(served.why("holder")).anyMatch(line -> line.contains(expected));
            } finally {
                Files.createFile(end);
            }
            assertThat(Inside.proof(served.weir, "holder").await(PATIENCE)).startsWith("class loader collected");
            assertThat(served.why("holder")).contains("its class loader is collected");
        }
    }

    private static void load(Served served, String entry, String callback) throws Exception {
        String source = """
                package sample;
                import dev.weir.*;
                public final class Holder implements Minifilter {
                    static final ThreadLocal<Holder> LEFT = ThreadLocal.withInitial(Holder::new);
                    public Registration registration(FilterManager manager) {
                        %s
                        return Registration.builder()
                            .unload(FilterUnloadCallback.ALWAYS)
                            .everyOperation((data, objects) -> {
                                %s
                                return PreOperationStatus.SUCCESS_NO_CALLBACK;
                            }, (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING)
                            .build();
                    }
                }
                """.formatted(entry, callback);
        Path jar = TestJars.jar(served.parent, TestJars.descriptor("holder", "sample.Holder"), "Holder", source);
        served.load(jar.toString(), "holder", Map.of());
    }
}
