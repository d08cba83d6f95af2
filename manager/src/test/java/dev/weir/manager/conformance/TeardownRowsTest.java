package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.CallbackData;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.ObjectReference;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FilterCounters;
import dev.weir.manager.FilterObject;
import dev.weir.manager.FilterState;
import dev.weir.manager.Finding;
import dev.weir.manager.InstanceObject;
import dev.weir.manager.OperationKind;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.manager.VolumeObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a teardown does to operations in flight, in which order, and what is left. */
class TeardownRowsTest {
    private final Rig rig = new Rig();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final TestFilter high = new TestFilter("high", "3000", log);
    private final TestFilter low = new TestFilter("low", "1000", log);

    @AfterEach
    void close() {
        rig.close();
    }

    private void assertConserved(FilterCounters counts) {
        assertThat(counts.preWithCallback()).isEqualTo(counts.post() + counts.drained());
    }

    @Test
    @DisplayName("U12, U40: the service ends: SHUTDOWN once per instance, high to low; unload callback never")
    void u12() {
        rig.load(low);
        rig.load(high);
        rig.manager.shutdown();
        assertThat(log).containsExactly("high pre shutdown", "low pre shutdown");
        assertThat(high.unloads).isEmpty();
        assertThat(low.unloads).isEmpty();
        assertThat(rig.base.done).isEmpty();
        assertThat(rig.volume.instances()).hasSize(2);
        assertThat(rig.manager.findings().all())
                .extracting(Finding::what)
                .noneMatch(found -> found.startsWith("did not end its shutdown"));
        assertThat(rig.manager.inFlight()).isEmpty();
    }

    @Test
    @DisplayName("U15: reference on an instance held: TeardownComplete is called; instance freed later")
    void u15() throws Exception {
        rig.load(high);
        InstanceObject instance = (InstanceObject) rig.volume.instances().getFirst();
        ObjectReference reference = instance.reference();
        assertThat(rig.unload("high").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(log).contains("high complete FILTER_UNLOAD");
        assertThat(instance.isFreed()).isFalse();
        assertThatThrownBy(instance::reference)
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT));
        reference.close();
        reference.close();
        assertThat(instance.isFreed()).isTrue();
    }

    @Test
    @DisplayName(
            "U16: operation between pre and post at unload: drained once with a copy; the upper filter and the caller get the real result")
    void u16() {
        var contexts = new ArrayList<Object>();
        low.pre = (data, objects) -> {
            objects.setCompletionContext("owed");
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        low.post = (data, objects) -> {
            contexts.add(objects.completionContext());
            data.setStatus(NtStatus.ACCESS_DENIED);
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        FileHandleObject handle = rig.open();
        rig.load(high);
        rig.load(low);
        rig.base.stalled.add(OperationKind.READ);
        CompletableFuture<Rig.Outcome> read = rig.startElsewhere(rig.read(handle, 100));
        UnloadRowsTest.awaitQuietly(rig.base.arrived);
        FilterObject lowObject = rig.manager.filter("low").orElseThrow();
        UnloadResult result = rig.unload("low");
        assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(result.drained()).isEqualTo(1);
        assertThat(contexts).containsExactly("owed");
        assertThat(log)
                .containsExactly(
                        "high pre read",
                        "low pre read",
                        "low start FILTER_UNLOAD",
                        "low post read [DRAINING]",
                        "low complete FILTER_UNLOAD");
        assertThat(read).isNotDone();
        rig.base.release.countDown();
        Rig.Outcome outcome = Rig.get(read);
        assertThat(outcome.errno()).isZero();
        assertThat(outcome.information()).isEqualTo(16);
        assertThat(log).endsWith("high post read");
        assertConserved(lowObject.counts());
    }

    @Test
    @DisplayName("A lock wait in flight does not hold an unload up; the upper filter sees the true result")
    void lockWait() {
        rig.load(high);
        rig.load(low);
        FileHandleObject handle = rig.open();
        CompletableFuture<Rig.Outcome> lock = rig.start(rig.lock(handle));
        UnloadResult result = rig.unload("low");
        assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(result.drained()).isEqualTo(1);
        assertThat(lock).isNotDone();
        rig.base.grant();
        assertThat(Rig.get(lock).errno()).isZero();
        assertThat(log).endsWith("low complete FILTER_UNLOAD", "high post setlk");
    }

    @Test
    @DisplayName("U17: pended pre-op resumed in TeardownStart: operation continues; TeardownComplete after it")
    void u17() {
        var kept = new AtomicReference<CallbackData>();
        low.pre = (data, objects) -> {
            kept.set(data);
            return PreOperationStatus.PENDING;
        };
        low.onTeardownStart =
                () -> assertThat(kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK))
                        .isTrue();
        rig.load(high);
        rig.load(low);
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        assertThat(rig.unload("low").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(Rig.get(getattr).errno()).isZero();
        assertThat(rig.base.done).containsExactly("getattr");
        assertThat(log.indexOf("low complete FILTER_UNLOAD")).isGreaterThan(log.indexOf("low start FILTER_UNLOAD"));
    }

    @Test
    @DisplayName("U18: pended pre-op never resumed: TeardownComplete not called, unload blocks and names the holder")
    void u18() {
        var kept = new AtomicReference<CallbackData>();
        low.pre = (data, objects) -> {
            kept.set(data);
            return PreOperationStatus.PENDING;
        };
        rig.load(low);
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        UnloadResult result = rig.unload("low", false, Duration.ofMillis(300));
        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains("low: pre-getattr pended it");
        assertThat(log).contains("low start FILTER_UNLOAD").doesNotContain("low complete FILTER_UNLOAD");
        assertThat(rig.manager.filter("low").orElseThrow().state()).isEqualTo(FilterState.DELETING);
        assertThat(kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK))
                .isTrue();
        assertThat(Rig.get(getattr).errno()).isZero();
        awaitGone("low");
        assertThat(log).contains("low complete FILTER_UNLOAD");
    }

    private void awaitGone(String name) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Rig.SECONDS);
        while (rig.manager.filter(name).isPresent() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(rig.manager.filter(name)).isEmpty();
    }

    @Test
    @DisplayName(
            "Mandatory: a pended operation that is not resumed goes on below the leaving instance after a grace time")
    void pendedOnStop() {
        var kept = new AtomicReference<CallbackData>();
        low.pre = (data, objects) -> {
            kept.set(data);
            return PreOperationStatus.PENDING;
        };
        rig.load(high);
        rig.load(low);
        CompletableFuture<Rig.Outcome> getattr = rig.start(rig::getattr);
        UnloadResult result = rig.stop("low");
        assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(result.reissued()).isEqualTo(1);
        assertThat(Rig.get(getattr).errno()).isZero();
        assertThat(rig.base.done).containsExactly("getattr");
        assertThat(kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK))
                .isFalse();
        assertThat(log).endsWith("low complete MANDATORY_FILTER_UNLOAD").contains("high post getattr");
    }

    @Test
    @DisplayName("A callback that is running holds an unload up and is named; TeardownComplete comes after it")
    void runningCallback() {
        var inPre = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        low.pre = (data, objects) -> {
            inPre.countDown();
            UnloadRowsTest.awaitQuietly(go);
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        };
        rig.load(low);
        CompletableFuture<Rig.Outcome> getattr = rig.startElsewhere(rig::getattr);
        UnloadRowsTest.awaitQuietly(inPre);
        UnloadResult result = rig.unload("low", false, Duration.ofMillis(300));
        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains("low: pre-getattr is running").contains("in rig at ");
        assertThat(log).doesNotContain("low complete FILTER_UNLOAD");
        go.countDown();
        assertThat(Rig.get(getattr).errno()).isZero();
        awaitGone("low");
        assertThat(log).endsWith("low complete FILTER_UNLOAD");
    }

    @Test
    @DisplayName(
            "U23: reason flag: 0x2 for U1, 0x4 for U5, 0x1 detach, 0x8 dismount; U24: QueryTeardown never for an unload")
    void u23() throws Exception {
        rig.load(high);
        rig.unload("high");
        assertThat(log).containsExactly("high start FILTER_UNLOAD", "high complete FILTER_UNLOAD");
        log.clear();
        rig.load(high);
        rig.stop("high");
        assertThat(log).containsExactly("high start MANDATORY_FILTER_UNLOAD", "high complete MANDATORY_FILTER_UNLOAD");
        log.clear();
        rig.load(high);
        rig.manager.detach("high", rig.volume, Optional.empty());
        assertThat(log).containsExactly("high query", "high start MANUAL", "high complete MANUAL");
        log.clear();
        rig.manager.attach("high", rig.volume, Optional.empty(), Optional.empty());
        rig.manager.dismount(rig.volume);
        assertThat(log).containsExactly("high start VOLUME_DISMOUNT", "high complete VOLUME_DISMOUNT");
        assertThat(dev.weir.TeardownReason.MANUAL.value()).isEqualTo(1);
        assertThat(dev.weir.TeardownReason.FILTER_UNLOAD.value()).isEqualTo(2);
        assertThat(dev.weir.TeardownReason.MANDATORY_FILTER_UNLOAD.value()).isEqualTo(4);
        assertThat(dev.weir.TeardownReason.VOLUME_DISMOUNT.value()).isEqualTo(8);
    }

    @Test
    @DisplayName("U25, U38: reload after unload or stop: same altitude, same position")
    void u25() {
        rig.load(low);
        rig.load(high);
        rig.stop("low");
        rig.load(low);
        assertThat(rig.volume.instances()).extracting(i -> i.filter().name()).containsExactly("high", "low");
        assertThat(rig.volume.instances().get(1).altitude()).hasToString("1000");
        rig.unload("high");
        rig.load(high);
        assertThat(rig.volume.instances()).extracting(i -> i.filter().name()).containsExactly("high", "low");
    }

    @Test
    @DisplayName("U30: A unloads B from a callback; A unloads itself; B's callback unloads B: a status, no deadlock")
    void u30() {
        var seen = Collections.synchronizedList(new ArrayList<String>());
        high.pre = (data, objects) -> {
            if (data.operationName().equals("getattr")) {
                seen.add("low " + tryUnload(high, "low"));
                seen.add("self " + tryUnload(high, "high"));
                seen.add("direct " + rig.unload("high").status());
            }
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        low.unload = (filter, flags) -> {
            seen.add("own " + tryUnload(low, "low"));
            filter.unregister();
            return NtStatus.SUCCESS;
        };
        rig.load(high);
        rig.load(low);
        assertThat(Rig.get(rig.startElsewhere(rig::getattr)).errno()).isZero();
        assertThat(seen)
                .containsExactly(
                        "own STATUS_INVALID_DEVICE_REQUEST (0xC0000010)",
                        "low unloaded",
                        "self STATUS_INVALID_DEVICE_REQUEST (0xC0000010)",
                        "direct STATUS_INVALID_DEVICE_REQUEST (0xC0000010)");
        assertThat(rig.manager.filters()).extracting(FilterObject::name).containsExactly("high");
    }

    private static String tryUnload(TestFilter asking, String name) {
        try {
            asking.manager.unloadFilter(name);
            return "unloaded";
        } catch (FilterException e) {
            return e.status().toString();
        }
    }

    @Test
    @DisplayName("U31: unload of a filter that registered and did not start filtering: as any other")
    void u31() {
        high.entry = manager -> {
            manager.register(high.registration(manager));
            return NtStatus.SUCCESS;
        };
        rig.load(high);
        assertThat(rig.manager.filter("high").orElseThrow().state()).isEqualTo(FilterState.REGISTERED);
        assertThat(rig.unload("high").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(high.unloads).hasSize(1);
        high.refusing(NtStatus.FLT_DO_NOT_DETACH);
        rig.load(high);
        assertThat(rig.unload("high").outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(rig.manager.filter("high").orElseThrow().state()).isEqualTo(FilterState.REGISTERED);
    }

    @Test
    @DisplayName(
            "U32: entry throws; returns a warning; null; never registers; fails after starting: nothing remains, unload callback count 0")
    void u32() {
        List<TestFilter.Entry> failing = List.of(
                manager -> {
                    throw new IllegalStateException("no");
                },
                manager -> {
                    throw new NoClassDefFoundError("gone");
                },
                manager -> NtStatus.NO_MORE_ENTRIES,
                manager -> null,
                manager -> NtStatus.SUCCESS,
                manager -> {
                    manager.register(high.registration(manager)).startFiltering();
                    return NtStatus.BUFFER_OVERFLOW;
                },
                manager -> {
                    manager.register(high.registration(manager)).startFiltering();
                    throw new IllegalStateException("late");
                });
        for (TestFilter.Entry entry : failing) {
            high.entry = entry;
            assertThatThrownBy(() -> rig.tryLoad(high))
                    .isInstanceOfSatisfying(
                            FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.FAILED_DRIVER_ENTRY));
            assertThat(rig.manager.filters()).isEmpty();
            assertThat(rig.volume.instances()).isEmpty();
        }
        assertThat(high.unloads).isEmpty();
    }

    @Test
    @DisplayName("U32: entry returns informational: loaded")
    void u32Informational() {
        high.entry = manager -> {
            manager.register(high.registration(manager)).startFiltering();
            return NtStatus.OBJECT_NAME_EXISTS;
        };
        rig.load(high);
        assertThat(rig.volume.instances()).hasSize(1);
    }

    @Test
    @DisplayName("A filter that is loaded can't be loaded again; another name can")
    void loadedTwice() {
        rig.load(high);
        assertThatThrownBy(() -> rig.tryLoad(new TestFilter("HIGH", "7")))
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.IMAGE_ALREADY_LOADED));
    }

    @Test
    @DisplayName(
            "U35: unload at the same time as a dismount, a detach, an attach, a load: each result from the table, nothing left")
    void u35() {
        var random = new Random(35);
        for (int round = 0; round < 150; round++) {
            VolumeObject extra = rig.mount("extra" + round, new StubFileSystem());
            TestFilter filter = new TestFilter("f", "10");
            rig.load(filter);
            List<Runnable> others = List.of(
                    () -> rig.manager.dismount(extra),
                    () -> expecting(() -> rig.manager.detach("f", extra, Optional.empty())),
                    () -> expecting(
                            () -> rig.manager.attach("f", extra, Optional.of("late"), dev.weir.Altitude.parse("99"))),
                    () -> expecting(() -> rig.tryLoad(new TestFilter("f", "10"))));
            Runnable other = others.get(random.nextInt(others.size()));
            CompletableFuture<Void> concurrent = CompletableFuture.runAsync(other, rig.threads);
            CompletableFuture<UnloadResult> unload = CompletableFuture.supplyAsync(() -> rig.unload("f"), rig.threads);
            Rig.get(concurrent);
            assertThat(Rig.get(unload).outcome()).isEqualTo(Outcome.UNLOADED);
            if (rig.manager.filter("f").isPresent()) {
                rig.stop("f");
            }
            assertThat(rig.manager.filters()).isEmpty();
            assertThat(extra.instances()).isEmpty();
            rig.manager.dismount(extra);
            assertThat(filter.count(line -> line.contains(" start ")))
                    .isEqualTo(filter.count(line -> line.contains(" complete ")));
        }
    }

    private interface Refusable {
        void run() throws FilterException;
    }

    private static void expecting(Refusable call) {
        try {
            call.run();
        } catch (FilterException e) {
            assertThat(e.status())
                    .isIn(
                            NtStatus.FLT_DELETING_OBJECT,
                            NtStatus.FLT_FILTER_NOT_FOUND,
                            NtStatus.FLT_INSTANCE_NOT_FOUND,
                            NtStatus.IMAGE_ALREADY_LOADED);
        }
    }

    @Test
    @DisplayName("U41: unmount: reason 0x8; no query, no unload callback, no veto; the base is closed")
    void u41() {
        rig.load(low.refusing(NtStatus.FLT_DO_NOT_DETACH));
        rig.load(high);
        low.query = instance -> NtStatus.FLT_DO_NOT_DETACH;
        rig.manager.dismount(rig.volume);
        assertThat(log)
                .containsExactly(
                        "high start VOLUME_DISMOUNT",
                        "high complete VOLUME_DISMOUNT",
                        "low start VOLUME_DISMOUNT",
                        "low complete VOLUME_DISMOUNT");
        assertThat(low.unloads).isEmpty();
        assertThat(rig.base.isClosed).isTrue();
        assertThat(rig.manager.volumes()).isEmpty();
        assertThat(rig.manager.filters()).hasSize(2);
    }

    @Test
    @DisplayName(
            "U42: lazy unmount with files open: volume listed as Detached, instances live until the kernel lets go")
    void u42() {
        rig.load(high);
        FileHandleObject handle = rig.open();
        rig.manager.markDetached(rig.volume);
        assertThat(rig.volume.isDetached()).isTrue();
        assertThat(rig.manager.volumes()).containsExactly(rig.volume);
        VolumeObject again = rig.mount("stub", new StubFileSystem());
        assertThat(rig.manager.volume("stub")).contains(again);
        log.clear();
        assertThat(rig.run(rig.read(handle, 0)).errno()).isZero();
        assertThat(log).containsExactly("high pre read", "high post read");
        rig.manager.dismount(rig.volume);
        assertThat(rig.manager.volumes()).containsExactly(again);
    }

    @Test
    @Tag("load")
    @DisplayName("Unload under load, again and again: nothing fails, every owed post is called exactly once")
    void underLoad() throws Exception {
        rig.load(high);
        FileHandleObject handle = rig.open();
        var stop = new CountDownLatch(1);
        var failures = Collections.synchronizedList(new ArrayList<Object>());
        List<CompletableFuture<Void>> load = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            load.add(CompletableFuture.runAsync(
                    () -> {
                        while (stop.getCount() > 0) {
                            Rig.Outcome outcome = rig.run(rig.read(handle, 1));
                            if (outcome.errno() != 0 || outcome.information() != 16) {
                                failures.add(outcome);
                            }
                        }
                    },
                    rig.threads));
        }
        for (int cycle = 0; cycle < 100; cycle++) {
            TestFilter filter = new TestFilter("f", "2000");
            FilterObject object = rig.load(filter);
            Thread.sleep(0, 300_000);
            UnloadResult result = cycle % 2 == 0 ? rig.unload("f") : rig.stop("f");
            assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
            assertConserved(object.counts());
            assertThat(filter.count(line -> line.contains("pre read")))
                    .isEqualTo(filter.count(line -> line.contains("post read")));
        }
        stop.countDown();
        load.forEach(Rig::get);
        assertThat(failures).isEmpty();
    }
}
