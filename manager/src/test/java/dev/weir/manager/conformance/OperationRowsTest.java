package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.CallbackData;
import dev.weir.Errno;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.io.FileLocation;
import dev.weir.io.OwnIo;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.Finding;
import dev.weir.manager.OperationKind;
import dev.weir.operation.Truncate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The way of an operation down the altitudes and up again, and what each answer of a callback does. */
class OperationRowsTest {
    private final Rig rig = new Rig();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final TestFilter high = new TestFilter("high", "3000", log);
    private final TestFilter middle = new TestFilter("middle", "2000.5", log);
    private final TestFilter low = new TestFilter("low", "1000", log);

    @AfterEach
    void close() {
        rig.close();
    }

    private void loadAll() {
        rig.load(middle);
        rig.load(low);
        rig.load(high);
    }

    private List<String> findings() {
        return rig.manager.findings().all().stream().map(Finding::what).toList();
    }

    @Test
    @DisplayName("O1: three filters: high to low on the way down, low to high on the way up")
    void o1() {
        loadAll();
        assertThat(rig.getattr().errno()).isZero();
        assertThat(log)
                .containsExactly(
                        "high pre getattr",
                        "middle pre getattr",
                        "low pre getattr",
                        "low post getattr",
                        "middle post getattr",
                        "high post getattr");
        assertThat(rig.base.done).containsExactly("getattr");
    }

    @Test
    @DisplayName("O2: middle COMPLETE: lower not called, own post not called, upper post called")
    void o2() {
        var seen = new AtomicReference<NtStatus>();
        middle.pre = (data, objects) -> {
            data.setStatus(NtStatus.ACCESS_DENIED);
            return PreOperationStatus.COMPLETE;
        };
        high.post = (data, objects) -> {
            seen.set(data.status());
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        loadAll();
        Rig.Outcome outcome = rig.getattr();
        assertThat(outcome.errno()).isEqualTo(Errno.EACCES);
        assertThat(outcome.status()).isEqualTo(NtStatus.ACCESS_DENIED);
        assertThat(seen.get()).isEqualTo(NtStatus.ACCESS_DENIED);
        assertThat(log).containsExactly("high pre getattr", "middle pre getattr", "high post getattr");
        assertThat(rig.base.done).isEmpty();
        assertThat(rig.manager.filter("middle").orElseThrow().counts().refused())
                .isEqualTo(1);
    }

    private static long size(CallbackData data) {
        return ((Truncate) data.parameters()).size();
    }

    @Test
    @DisplayName("O3: dirty parameter change: lower and base see new, own post and upper see old")
    void o3() {
        List<String> sizes = new ArrayList<>();
        middle.pre = (data, objects) -> {
            ((Truncate) data.parameters()).setSize(7);
            data.setDirty();
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        low.pre = (data, objects) -> {
            sizes.add("low pre " + size(data));
            ((Truncate) data.parameters()).setSize(8);
            data.setDirty();
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        low.post = (data, objects) -> post(sizes, "low", data);
        middle.post = (data, objects) -> post(sizes, "middle", data);
        high.post = (data, objects) -> post(sizes, "high", data);
        loadAll();
        rig.run(rig::truncate);
        assertThat(rig.base.done).containsExactly("truncate 8");
        assertThat(sizes).containsExactly("low pre 7", "low post 7", "middle post 1000", "high post 1000");
    }

    private static PostOperationStatus post(List<String> sizes, String who, CallbackData data) {
        sizes.add(who + " post " + size(data));
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    @Test
    @DisplayName("O4: change without dirty: lower sees old, a finding")
    void o4() {
        middle.pre = (data, objects) -> {
            ((Truncate) data.parameters()).setSize(7);
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        List<String> sizes = new ArrayList<>();
        low.post = (data, objects) -> post(sizes, "low", data);
        loadAll();
        rig.run(rig::truncate);
        assertThat(rig.base.done).containsExactly("truncate 1000");
        assertThat(sizes).containsExactly("low post 1000");
        assertThat(findings()).contains("changed parameters without marking the operation as changed");
    }

    @Test
    @DisplayName("A change in a post-operation changes nothing")
    void changeInPost() {
        low.post = (data, objects) -> {
            ((Truncate) data.parameters()).setSize(7);
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        List<String> sizes = new ArrayList<>();
        high.post = (data, objects) -> post(sizes, "high", data);
        loadAll();
        rig.run(rig::truncate);
        assertThat(sizes).containsExactly("high post 1000");
    }

    @Test
    @DisplayName("O5: WITH_CALLBACK without post-op: a finding, then as NO_CALLBACK")
    void o5() {
        middle.withPost = false;
        loadAll();
        assertThat(rig.getattr().errno()).isZero();
        assertThat(findings()).contains("answered SUCCESS_WITH_CALLBACK without a registered post-operation");
        assertThat(log).contains("low post getattr", "high post getattr").doesNotContain("middle post getattr");
    }

    @Test
    @DisplayName("O6: complete CLEANUP with error: forced success and a finding; the file is closed below all the same")
    void o6() {
        FileHandleObject handle = rig.open();
        middle.pre = (data, objects) -> {
            data.setStatus(NtStatus.ACCESS_DENIED);
            return PreOperationStatus.COMPLETE;
        };
        AtomicReference<NtStatus> seen = new AtomicReference<>();
        high.post = (data, objects) -> {
            seen.set(data.status());
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        loadAll();
        rig.close(handle);
        assertThat(seen.get()).isEqualTo(NtStatus.SUCCESS);
        assertThat(findings()).contains("failed an operation that can't fail");
        assertThat(log).contains("middle pre cleanup", "middle pre release");
        assertThat(rig.base.closed).containsExactly(handle);
        assertThat(rig.volume.handles().size()).isZero();
    }

    @Test
    @DisplayName("O6: failing CLEANUP in a post-operation: forced success and a finding")
    void o6Post() {
        FileHandleObject handle = rig.open();
        low.post = (data, objects) -> {
            data.setStatus(NtStatus.ACCESS_DENIED);
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        AtomicReference<NtStatus> seen = new AtomicReference<>();
        high.post = (data, objects) -> {
            seen.set(data.status());
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        loadAll();
        rig.close(handle);
        assertThat(seen.get()).isEqualTo(NtStatus.SUCCESS);
        assertThat(findings()).contains("failed an operation that can't fail");
    }

    @Test
    @DisplayName("O7: own I/O from an instance: not seen by it or by higher ones; from the top: seen by all")
    void o7() throws IOException {
        loadAll();
        OwnIo io = rig.volume.instances().get(1).io();
        io.information(FileLocation.of(""));
        assertThat(log).containsExactly("low pre getattr", "low post getattr");
        log.clear();
        io.fromTheTop().information(FileLocation.of(""));
        assertThat(log)
                .containsExactly(
                        "high pre getattr",
                        "middle pre getattr",
                        "low pre getattr",
                        "low post getattr",
                        "middle post getattr",
                        "high post getattr");
    }

    @Test
    @DisplayName("O8: resumed before the pre-op has returned PENDING: works")
    void o8() {
        middle.pre = (data, objects) -> {
            assertThat(data.completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK, "context"))
                    .isTrue();
            return PreOperationStatus.PENDING;
        };
        var context = new AtomicReference<Object>();
        middle.post = (data, objects) -> {
            context.set(objects.completionContext());
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        loadAll();
        Rig.Outcome outcome = rig.getattr();
        assertThat(outcome.errno()).isZero();
        assertThat(outcome.thread()).isSameAs(Thread.currentThread());
        assertThat(context.get()).isEqualTo("context");
        assertThat(log).endsWith("low post getattr", "middle post getattr", "high post getattr");
    }

    @Test
    @DisplayName("PENDING, resumed from any thread with each status")
    void pending() {
        var kept = new AtomicReference<CallbackData>();
        middle.pre = (data, objects) -> {
            kept.set(data);
            return PreOperationStatus.PENDING;
        };
        loadAll();
        for (PreOperationStatus status : List.of(
                PreOperationStatus.COMPLETE,
                PreOperationStatus.SUCCESS_NO_CALLBACK,
                PreOperationStatus.SUCCESS_WITH_CALLBACK)) {
            log.clear();
            rig.base.done.clear();
            CompletableFuture<Rig.Outcome> outcome = rig.start(rig::getattr);
            assertThat(outcome).isNotDone();
            CallbackData data = kept.get();
            if (status == PreOperationStatus.COMPLETE) {
                data.setErrno(Errno.EDQUOT);
            }
            assertThat(data.completePendedPreOperation(status)).isTrue();
            assertThat(Rig.get(outcome).errno()).isEqualTo(status == PreOperationStatus.COMPLETE ? Errno.EDQUOT : 0);
            assertThat(data.completePendedPreOperation(status)).isFalse();
            assertThat(log.contains("middle post getattr"))
                    .isEqualTo(status == PreOperationStatus.SUCCESS_WITH_CALLBACK);
            assertThat(rig.base.done.isEmpty()).isEqualTo(status == PreOperationStatus.COMPLETE);
            assertThat(log).endsWith("high post getattr");
        }
    }

    @Test
    @DisplayName("MORE_PROCESSING_REQUIRED holds the operation until it is resumed")
    void moreProcessing() {
        var kept = new AtomicReference<CallbackData>();
        middle.post = (data, objects) -> {
            kept.set(data);
            return PostOperationStatus.MORE_PROCESSING_REQUIRED;
        };
        loadAll();
        CompletableFuture<Rig.Outcome> outcome = rig.start(rig::getattr);
        assertThat(outcome).isNotDone();
        assertThat(log).doesNotContain("high post getattr");
        assertThat(kept.get().completePendedPostOperation()).isTrue();
        assertThat(Rig.get(outcome).errno()).isZero();
        assertThat(log).endsWith("middle post getattr", "high post getattr");
    }

    @Test
    @DisplayName("MORE_PROCESSING_REQUIRED, resumed before it is returned: goes on at once")
    void moreProcessingEarly() {
        middle.post = (data, objects) -> {
            assertThat(data.completePendedPostOperation()).isTrue();
            return PostOperationStatus.MORE_PROCESSING_REQUIRED;
        };
        loadAll();
        assertThat(rig.getattr().errno()).isZero();
        assertThat(log).endsWith("high post getattr");
    }

    @Test
    @DisplayName("SYNCHRONIZE: the post-operation runs on the thread of the pre-operation though a lower filter pends")
    void synchronize() throws Exception {
        var threads = new ArrayList<Thread>();
        high.pre = (data, objects) -> {
            threads.add(Thread.currentThread());
            return PreOperationStatus.SYNCHRONIZE;
        };
        high.post = (data, objects) -> {
            threads.add(Thread.currentThread());
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        var kept = new AtomicReference<CallbackData>();
        var pended = new CountDownLatch(1);
        low.pre = (data, objects) -> {
            kept.set(data);
            pended.countDown();
            return PreOperationStatus.PENDING;
        };
        loadAll();
        CompletableFuture<Rig.Outcome> outcome = rig.startElsewhere(rig::getattr);
        assertThat(pended.await(Rig.SECONDS, TimeUnit.SECONDS)).isTrue();
        Thread.sleep(20);
        assertThat(kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK))
                .isTrue();
        assertThat(Rig.get(outcome).errno()).isZero();
        assertThat(threads).hasSize(2);
        assertThat(threads.get(1)).isSameAs(threads.get(0));
    }

    @Test
    @DisplayName("DISALLOW_FASTIO has no meaning: a finding, passed down without a callback")
    void disallowFastIo() {
        middle.pre = (data, objects) -> PreOperationStatus.DISALLOW_FASTIO;
        loadAll();
        assertThat(rig.getattr().errno()).isZero();
        assertThat(findings()).contains("answered DISALLOW_FASTIO, which has no meaning here");
        assertThat(log).contains("low pre getattr").doesNotContain("middle post getattr");
    }

    @Test
    @DisplayName("COMPLETE with STATUS_PENDING: a finding, the operation fails")
    void completeWithPending() {
        middle.pre = (data, objects) -> {
            data.setStatus(NtStatus.PENDING);
            return PreOperationStatus.COMPLETE;
        };
        loadAll();
        assertThat(rig.getattr().errno()).isEqualTo(Errno.EIO);
        assertThat(findings()).contains("completed an operation with STATUS_PENDING");
    }

    @Test
    @DisplayName(
            "The result flows upwards: each post sees what the one below left; the errno of the base is kept until a status is set")
    void resultFlowsUp() {
        rig.base.failing.add(OperationKind.GETATTR);
        List<String> seen = new ArrayList<>();
        low.post = (data, objects) -> {
            seen.add("low " + data.errno() + " " + data.status());
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        middle.post = (data, objects) -> {
            seen.add("middle " + data.errno());
            data.setStatus(NtStatus.NOT_IMPLEMENTED);
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        high.post = (data, objects) -> {
            seen.add("high " + data.errno());
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        loadAll();
        assertThat(rig.getattr().errno()).isEqualTo(Errno.EOPNOTSUPP);
        assertThat(seen)
                .containsExactly("low 28 STATUS_DISK_FULL (0xC000007F)", "middle 28", "high " + Errno.EOPNOTSUPP);
    }

    @Test
    @DisplayName(
            "An exception in a callback fails that one operation, or lets it through, and is recorded once with a count")
    void exceptions() {
        middle.pre = (data, objects) -> {
            throw new IllegalStateException("bad");
        };
        loadAll();
        assertThat(rig.getattr().errno()).isEqualTo(Errno.EIO);
        assertThat(rig.getattr().errno()).isEqualTo(Errno.EIO);
        assertThat(log).endsWith("high post getattr").doesNotContain("low pre getattr");
        assertThat(rig.manager.findings().all()).singleElement().satisfies(finding -> {
            assertThat(finding.filter()).isEqualTo("middle");
            assertThat(finding.count()).isEqualTo(2);
            assertThat(finding.detail()).contains("IllegalStateException: bad");
        });
        middle.pre = (data, objects) -> PreOperationStatus.SUCCESS_WITH_CALLBACK;
        middle.post = (data, objects) -> {
            throw new StackOverflowError();
        };
        assertThat(rig.getattr().errno()).isEqualTo(Errno.EIO);
        middle.post = (data, objects) -> PostOperationStatus.FINISHED_PROCESSING;
        assertThat(rig.getattr().errno()).isZero();
    }

    @Test
    @DisplayName("A null answer counts as an exception")
    void nullAnswer() {
        middle.pre = (data, objects) -> null;
        loadAll();
        assertThat(rig.getattr().errno()).isEqualTo(Errno.EIO);
    }

    @Test
    @DisplayName("A post that fails an open: those below see CLEANUP and CLOSE, those above a failed open")
    void failedOpen() {
        middle.post = (data, objects) -> {
            if (data.operationName().equals("open")) {
                data.setStatus(NtStatus.VIRUS_INFECTED);
            }
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        loadAll();
        CompletableFuture<Rig.Outcome> outcome = rig.start(operation -> {
            dev.weir.manager.Requests.open(operation, 0);
            operation.on(rig.volume.root());
        });
        assertThat(Rig.get(outcome).errno()).isEqualTo(Errno.EACCES);
        assertThat(log.stream().filter(l -> l.startsWith("low"))).contains("low pre cleanup", "low pre release");
        assertThat(log).doesNotContain("high pre cleanup", "middle pre cleanup");
        assertThat(rig.base.closed).hasSize(1);
        assertThat(rig.volume.handles().size()).isZero();
    }

    @Test
    @DisplayName("A filter that completes anything with success and no result: a safe answer, nothing left open")
    void completedWithoutResult() {
        middle.pre = (data, objects) -> {
            data.setStatus(NtStatus.SUCCESS, 1_000_000);
            return PreOperationStatus.COMPLETE;
        };
        FileHandleObject handle = rig.open();
        loadAll();
        assertThat(rig.getattr().errno()).isEqualTo(Errno.EIO);
        assertThat(rig.run(operation -> {
                            dev.weir.manager.Requests.lookup(operation, dev.weir.FileName.of("x"));
                            operation.on(rig.volume.root());
                        })
                        .errno())
                .isEqualTo(Errno.EIO);
        assertThat(rig.run(rig.read(handle, 0)).status()).isEqualTo(NtStatus.INVALID_BUFFER_SIZE);
        FileHandleObject virtual = rig.open();
        assertThat(virtual.base()).isNull();
        middle.pre = (data, objects) -> PreOperationStatus.SUCCESS_NO_CALLBACK;
        assertThat(rig.run(rig.read(virtual, 0)).errno()).isEqualTo(Errno.EBADF);
        rig.close(virtual);
        rig.close(handle);
        assertThat(rig.volume.handles().size()).isZero();
        assertThat(rig.base.closed).containsExactly(handle);
    }

    @Test
    @DisplayName("A wait below leaves its thread, is granted from another, and can be cancelled")
    void waitBelow() throws Exception {
        loadAll();
        FileHandleObject handle = rig.open();
        CompletableFuture<Rig.Outcome> granted = rig.start(rig.lock(handle));
        assertThat(granted).isNotDone();
        rig.base.grant();
        assertThat(Rig.get(granted).errno()).isZero();
        assertThat(log).endsWith("low post setlk", "middle post setlk", "high post setlk");

        CompletableFuture<Rig.Outcome> cancelled = rig.start(rig.lock(handle));
        rig.base.waitingLock.get().cancel();
        assertThat(Rig.get(cancelled).errno()).isEqualTo(Errno.EINTR);

        rig.base.completesLockEarly = true;
        CompletableFuture<Rig.Outcome> early = rig.start(rig.lock(handle));
        assertThat(Rig.get(early).errno()).isZero();
        assertThat(Rig.get(early).thread()).isSameAs(Thread.currentThread());
        rig.close(handle);
    }

    @Test
    @DisplayName(
            "An operation given up by the front while a callback holds it goes no further down; the posts above are called")
    void abandoned() throws Exception {
        var inPre = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var operation = new AtomicReference<dev.weir.manager.Operation>();
        middle.pre = (data, objects) -> {
            operation.set(dev.weir.manager.Handed.operation(data));
            inPre.countDown();
            UnloadRowsTest.awaitQuietly(go);
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        loadAll();
        CompletableFuture<Rig.Outcome> outcome = rig.startElsewhere(rig::getattr);
        assertThat(inPre.await(Rig.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(operation.get().isHeldByFilter()).isTrue();
        assertThat(rig.manager.inFlight()).singleElement().satisfies(flight -> {
            assertThat(flight.holder()).isEqualTo("middle");
            assertThat(flight.where()).isEqualTo("pre-getattr is running");
        });
        operation.get().abandon();
        assertThat(operation.get().isCancelled()).isTrue();
        go.countDown();
        assertThat(Rig.get(outcome).errno()).isEqualTo(Errno.EINTR);
        assertThat(log)
                .containsExactly("high pre getattr", "middle pre getattr", "middle post getattr", "high post getattr");
        assertThat(rig.base.done).isEmpty();
    }
}
