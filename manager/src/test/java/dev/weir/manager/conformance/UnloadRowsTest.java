package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.FilterException;
import dev.weir.FilterUnloadFlag;
import dev.weir.NtStatus;
import dev.weir.manager.FilterState;
import dev.weir.manager.Finding;
import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.UnloadResult.Outcome;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may refuse an unload, with what, and what the requester is told. */
class UnloadRowsTest {
    private static final Set<FilterUnloadFlag> MANDATORY = Set.of(FilterUnloadFlag.MANDATORY);

    private final Rig rig = new Rig();
    private final TestFilter filter = new TestFilter("f", "1000");

    @AfterEach
    void close() {
        rig.close();
    }

    private void assertStillAtWork() {
        long before = filter.count(line -> line.equals("f pre getattr"));
        assertThat(rig.getattr().errno()).isZero();
        assertThat(filter.count(line -> line.equals("f pre getattr"))).isEqualTo(before + 1);
        assertThat(rig.manager.filter("f").orElseThrow().state()).isEqualTo(FilterState.ACTIVE);
        assertThat(rig.volume.instances()).hasSize(1);
    }

    private void assertGone() {
        long before = filter.count(line -> line.startsWith("f pre"));
        assertThat(rig.getattr().errno()).isZero();
        assertThat(filter.count(line -> line.startsWith("f pre"))).isEqualTo(before);
        assertThat(rig.manager.filters()).isEmpty();
        assertThat(rig.volume.instances()).isEmpty();
    }

    @Test
    @DisplayName("U1: non-mandatory, callback returns 0: unloaded, callback saw flags 0")
    void u1() {
        rig.load(filter);
        UnloadResult result = rig.unload("f");
        assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(result.status()).isEqualTo(NtStatus.SUCCESS);
        assertThat(result.ignored()).isEmpty();
        assertThat(filter.unloads).containsExactly(Set.of());
        assertGone();
    }

    @Test
    @DisplayName("U2: non-mandatory, DO_NOT_DETACH: still loaded, still filtered, requester gets 0xC01C0010")
    void u2() {
        rig.load(filter.refusing(NtStatus.FLT_DO_NOT_DETACH));
        UnloadResult result = rig.unload("f");
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.status().value()).isEqualTo(0xC01C0010);
        assertThat(result.message()).contains("f refused: STATUS_FLT_DO_NOT_DETACH (0xC01C0010)");
        assertThat(filter.unloads).containsExactly(Set.of());
        assertThat(filter.log).noneMatch(line -> line.contains("start") || line.contains("query"));
        assertStillAtWork();
    }

    @Test
    @DisplayName("U3: non-mandatory, 0x8000001A: refused (warning)")
    void u3() {
        rig.load(filter.refusing(NtStatus.NO_MORE_ENTRIES));
        assertThat(rig.unload("f").outcome()).isEqualTo(Outcome.REFUSED);
        assertStillAtWork();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40000000, 0x102, 0x103})
    @DisplayName("U4: non-mandatory, informational, TIMEOUT, PENDING: unloaded")
    void u4(int status) {
        rig.load(filter.refusing(NtStatus.of(status)));
        assertThat(rig.unload("f").outcome()).isEqualTo(Outcome.UNLOADED);
        assertGone();
    }

    @Test
    @DisplayName("U5: mandatory, DO_NOT_DETACH: unloaded, callback saw 0x1")
    void u5() {
        rig.load(filter.refusing(NtStatus.FLT_DO_NOT_DETACH));
        UnloadResult result = rig.stop("f");
        assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(result.ignored())
                .contains("f answered STATUS_FLT_DO_NOT_DETACH (0xC01C0010); ignored: stop is mandatory");
        assertThat(filter.unloads).containsExactly(MANDATORY);
        assertGone();
    }

    @Test
    @DisplayName("U6: mandatory + DO_NOT_SUPPORT_SERVICE_STOP: 0xC0000010, callback count 0")
    void u6() {
        filter.noStop = true;
        rig.load(filter);
        UnloadResult result = rig.stop("f");
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.status().value()).isEqualTo(0xC0000010);
        assertThat(filter.unloads).isEmpty();
        assertStillAtWork();
    }

    @Test
    @DisplayName("U7: non-mandatory + that flag: as U1 and U2")
    void u7() {
        filter.noStop = true;
        rig.load(filter);
        assertThat(rig.unload("f").outcome()).isEqualTo(Outcome.UNLOADED);
        TestFilter refusing = new TestFilter("g", "1001").refusing(NtStatus.FLT_DO_NOT_DETACH);
        refusing.noStop = true;
        rig.load(refusing);
        assertThat(rig.unload("g").status()).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
        assertThat(refusing.unloads).containsExactly(Set.of());
    }

    @Test
    @DisplayName("U8: no callback: fails with 0xC01C0010 or, mandatory, 0xC0000010; still loaded")
    void u8() {
        filter.unload = null;
        rig.load(filter);
        UnloadResult asked = rig.unload("f");
        assertThat(asked.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(asked.status().value()).isEqualTo(0xC01C0010);
        assertThat(asked.message()).contains("has no unload callback: it can't be unloaded");
        assertThat(rig.stop("f").status().value()).isEqualTo(0xC0000010);
        assertStillAtWork();
    }

    @Test
    @DisplayName("U9: unknown name: FILTER_NOT_FOUND")
    void u9() {
        assertThat(rig.unload("nobody").status()).isEqualTo(NtStatus.FLT_FILTER_NOT_FOUND);
        assertThat(rig.stop("nobody").status()).isEqualTo(NtStatus.FLT_FILTER_NOT_FOUND);
    }

    @Test
    @DisplayName("U10: second unload while the first is waiting in unregister: DELETING_OBJECT (U10c: of any kind)")
    void u10() throws Exception {
        var inTeardown = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        filter.onTeardownStart = () -> {
            inTeardown.countDown();
            awaitQuietly(go);
        };
        rig.load(filter);
        CompletableFuture<UnloadResult> first = CompletableFuture.supplyAsync(() -> rig.unload("f"), rig.threads);
        assertThat(inTeardown.await(Rig.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(rig.unload("f").status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
        assertThat(rig.stop("f").status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
        go.countDown();
        assertThat(Rig.get(first).outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(filter.unloads).hasSize(1);
    }

    @Test
    @DisplayName("U10a: second non-mandatory request while the callback decides: waits, same answer")
    void u10a() throws Exception {
        var deciding = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        filter.unload = (f, flags) -> {
            deciding.countDown();
            awaitQuietly(go);
            return NtStatus.FLT_DO_NOT_DETACH;
        };
        rig.load(filter);
        CompletableFuture<UnloadResult> first = CompletableFuture.supplyAsync(() -> rig.unload("f"), rig.threads);
        assertThat(deciding.await(Rig.SECONDS, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<UnloadResult> second = CompletableFuture.supplyAsync(() -> rig.unload("f"), rig.threads);
        Thread.sleep(50);
        assertThat(second).isNotDone();
        go.countDown();
        assertThat(Rig.get(first).status()).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
        assertThat(Rig.get(second).status()).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
        assertThat(filter.unloads).hasSizeBetween(1, 2);
        assertStillAtWork();
    }

    @Test
    @DisplayName("U10b, U36: mandatory request while the callback decides: runs after a refusal, one teardown in all")
    void u10b() throws Exception {
        var deciding = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        filter.unload = (f, flags) -> {
            deciding.countDown();
            awaitQuietly(go);
            return NtStatus.FLT_DO_NOT_DETACH;
        };
        rig.load(filter);
        CompletableFuture<UnloadResult> first = CompletableFuture.supplyAsync(() -> rig.unload("f"), rig.threads);
        assertThat(deciding.await(Rig.SECONDS, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<UnloadResult> second = CompletableFuture.supplyAsync(() -> rig.stop("f"), rig.threads);
        Thread.sleep(50);
        assertThat(second).isNotDone();
        go.countDown();
        assertThat(Rig.get(first).status()).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
        assertThat(Rig.get(second).outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(filter.unloads).containsExactly(Set.of(), MANDATORY);
        assertThat(filter.count(line -> line.startsWith("f start"))).isEqualTo(1);
        assertGone();
    }

    @Test
    @DisplayName("U10b: a queued mandatory request shares the success of the first")
    void u10bShared() throws Exception {
        var deciding = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        filter.unload = (f, flags) -> {
            deciding.countDown();
            awaitQuietly(go);
            f.unregister();
            return NtStatus.SUCCESS;
        };
        rig.load(filter);
        CompletableFuture<UnloadResult> first = CompletableFuture.supplyAsync(() -> rig.unload("f"), rig.threads);
        assertThat(deciding.await(Rig.SECONDS, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<UnloadResult> second = CompletableFuture.supplyAsync(() -> rig.stop("f"), rig.threads);
        Thread.sleep(50);
        go.countDown();
        assertThat(Rig.get(first).outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(Rig.get(second).outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(filter.unloads).hasSize(1);
    }

    @Test
    @DisplayName("U11: DriverEntry returns error: not loaded, unload callback count 0, FAILED_DRIVER_ENTRY")
    void u11() {
        filter.entry = manager -> {
            manager.register(filter.registration(manager)).startFiltering();
            return NtStatus.INSUFFICIENT_RESOURCES;
        };
        assertThatThrownBy(() -> rig.tryLoad(filter))
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.FAILED_DRIVER_ENTRY));
        assertThat(filter.unloads).isEmpty();
        assertGone();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x40000000, 0x8000001A, 0xC01C0010})
    @DisplayName("U26: mandatory: unloaded whatever the callback answers; an ignored answer is reported")
    void u26(int answer) {
        rig.load(filter.refusing(NtStatus.of(answer)));
        UnloadResult result = rig.stop("f");
        assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(result.ignored().isPresent()).isEqualTo(answer < 0);
        result.ignored()
                .ifPresent(said -> assertThat(said).contains(NtStatus.of(answer).toString()));
        assertGone();
    }

    @Test
    @DisplayName("U26: mandatory, the callback throws an exception or an Error: unloaded, reported")
    void u26Throwing() {
        filter.unload = (f, flags) -> {
            throw new IllegalStateException("no");
        };
        rig.load(filter);
        UnloadResult result = rig.stop("f");
        assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(result.ignored().orElseThrow()).contains("STATUS_UNSUCCESSFUL");
        TestFilter worse = new TestFilter("g", "1001");
        worse.unload = (f, flags) -> {
            throw new StackOverflowError();
        };
        rig.load(worse);
        assertThat(rig.stop("g").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(rig.manager.findings().all())
                .extracting(Finding::what)
                .anyMatch(w -> w.contains("StackOverflowError"));
        assertGone();
    }

    static Stream<NtStatus> everyStatus() {
        IntStream edges = IntStream.of(
                0x3FFFFFFF, 0x7FFFFFFF, 0x80000000, 0xBFFFFFFF, 0xC0000000, 0xFFFFFFFF, 0xA0000001, 0xE0000001);
        return Stream.concat(NtStatus.named().stream(), edges.mapToObj(NtStatus::of));
    }

    @ParameterizedTest
    @MethodSource("everyStatus")
    @DisplayName("U27: right side of the line; returned bit for bit")
    void u27(NtStatus status) {
        rig.load(filter.refusing(status));
        UnloadResult result = rig.unload("f");
        if (status.value() >>> 30 >= 2) {
            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.status().value()).isEqualTo(status.value());
            assertStillAtWork();
        } else {
            assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
            assertGone();
        }
    }

    @Test
    @DisplayName("U28: refuse 1,000 times, then agree: instances and counters the same after each refusal")
    void u28() {
        var agrees = new java.util.concurrent.atomic.AtomicBoolean();
        filter.unload = (f, flags) -> {
            if (!agrees.get()) {
                return NtStatus.FLT_DO_NOT_DETACH;
            }
            f.unregister();
            return NtStatus.SUCCESS;
        };
        rig.load(filter);
        var instances = rig.volume.instances();
        var counts = rig.manager.filter("f").orElseThrow().counts();
        for (int i = 0; i < 1000; i++) {
            assertThat(rig.unload("f").outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(rig.volume.instances()).isEqualTo(instances);
            assertThat(rig.manager.filter("f").orElseThrow().counts()).isEqualTo(counts);
        }
        assertThat(filter.log).isEmpty();
        agrees.set(true);
        assertThat(rig.unload("f").outcome()).isEqualTo(Outcome.UNLOADED);
        assertGone();
    }

    @Test
    @DisplayName("U29: while the callback decides, operations are still filtered")
    void u29() {
        filter.unload = (f, flags) -> {
            long before = filter.count(line -> line.equals("f post getattr"));
            rig.getattr();
            return filter.count(line -> line.equals("f post getattr")) == before + 1
                    ? NtStatus.FLT_DO_NOT_DETACH
                    : NtStatus.INTERNAL_ERROR;
        };
        rig.load(filter);
        assertThat(rig.unload("f").status()).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
    }

    @Test
    @DisplayName("U33: the callback's flags and thread: exactly {} or {MANDATORY}; not the requester's thread")
    void u33() {
        rig.load(filter.refusing(NtStatus.FLT_DO_NOT_DETACH));
        rig.unload("f");
        rig.stop("f");
        assertThat(filter.unloads).containsExactly(Set.of(), MANDATORY);
        assertThat(filter.unloadThreads).doesNotContain(Thread.currentThread());
    }

    @Test
    @DisplayName("U34: name in other case: found; empty: INVALID_PARAMETER; *: FILTER_NOT_FOUND")
    void u34() {
        rig.load(filter);
        assertThat(rig.unload("").status()).isEqualTo(NtStatus.INVALID_PARAMETER);
        assertThat(rig.unload("*").status()).isEqualTo(NtStatus.FLT_FILTER_NOT_FOUND);
        assertThat(rig.unload("F").outcome()).isEqualTo(Outcome.UNLOADED);
    }

    @Test
    @DisplayName("U37: the callback returns null: refused when non-mandatory")
    @SuppressWarnings("NullAway")
    void u37() {
        filter.unload = (f, flags) -> null;
        rig.load(filter);
        assertThat(rig.unload("f").status()).isEqualTo(NtStatus.UNSUCCESSFUL);
        assertStillAtWork();
        assertThat(rig.stop("f").outcome()).isEqualTo(Outcome.UNLOADED);
    }

    @Test
    @DisplayName("U37: the callback throws: STATUS_UNSUCCESSFUL, refused when non-mandatory")
    void u37Throwing() {
        filter.unload = (f, flags) -> {
            throw new IllegalStateException("no");
        };
        rig.load(filter);
        assertThat(rig.unload("f").status()).isEqualTo(NtStatus.UNSUCCESSFUL);
        assertStillAtWork();
    }

    @Test
    @DisplayName("U39: a requester without the right: ACCESS_DENIED, callback count 0")
    void u39() {
        rig.load(filter);
        UnloadResult result =
                rig.manager.unload(new UnloadRequest("f", true, Duration.ofSeconds(1), false, holder -> {}));
        assertThat(result.status()).isEqualTo(NtStatus.ACCESS_DENIED);
        assertThat(filter.unloads).isEmpty();
        assertStillAtWork();
    }

    @Test
    @DisplayName("Success without unregistering: unregistered by the manager, a finding")
    void agreesWithoutUnregistering() {
        rig.load(filter.refusing(NtStatus.SUCCESS));
        assertThat(rig.unload("f").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(rig.manager.findings().all())
                .extracting(Finding::what)
                .contains("agreed to its unload without unregistering");
        assertGone();
    }

    @Test
    @DisplayName("Unregistered, then refused: success with a warning that quotes the ignored status, a finding")
    void refusesAfterUnregistering() {
        filter.unload = (f, flags) -> {
            f.unregister();
            return NtStatus.FLT_DO_NOT_DETACH;
        };
        rig.load(filter);
        UnloadResult result = rig.unload("f");
        assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(result.warnings()).singleElement().asString().contains("STATUS_FLT_DO_NOT_DETACH (0xC01C0010)");
        assertThat(rig.manager.findings().all())
                .extracting(Finding::what)
                .contains("refused its unload after it had unregistered");
        assertGone();
    }

    @Test
    @DisplayName("A callback that never returns: the requester times out and is told who holds; it can be abandoned")
    void abandoned() {
        var go = new CountDownLatch(1);
        filter.unload = (f, flags) -> {
            awaitQuietly(go);
            return NtStatus.SUCCESS;
        };
        rig.load(filter);
        UnloadResult timedOut = rig.unload("f", false, Duration.ofMillis(200));
        assertThat(timedOut.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(timedOut.message()).contains("f: its unload callback is running in rig");
        assertThat(rig.manager.abandon("f").outcome()).isEqualTo(Outcome.ABANDONED);
        assertGone();
        rig.load(new TestFilter("f", "1000"));
        go.countDown();
        assertThat(rig.unload("f").outcome()).isEqualTo(Outcome.UNLOADED);
    }

    @Test
    @DisplayName("Only an unload that hangs can be abandoned")
    void notAbandoned() {
        rig.load(filter);
        assertThat(rig.manager.abandon("f").status()).isEqualTo(NtStatus.INVALID_DEVICE_REQUEST);
        assertThat(rig.manager.abandon("g").status()).isEqualTo(NtStatus.FLT_FILTER_NOT_FOUND);
        assertStillAtWork();
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(Rig.SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
