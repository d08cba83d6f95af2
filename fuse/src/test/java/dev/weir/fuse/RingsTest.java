package dev.weir.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.MajorFunction;
import dev.weir.PreOperationStatus;
import dev.weir.testkit.Gate;
import dev.weir.testkit.RecordingFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests through io_uring: whatever callbacks do, somebody is there for the next one. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RingsTest {
    private static final MountOptions OPTIONS = MountOptions.usual().withTransport(Transport.IO_URING);

    @TempDir
    private Path temporary;

    private TestTransport.Switch ring;

    @BeforeEach
    void switchOn() {
        ring = new TestTransport.Switch(true);
    }

    @AfterEach
    void switchBack() throws Exception {
        ring.close();
    }

    private static RecordingFilter sleeper(Gate gate) {
        return new RecordingFilter("sleeper").quiet().only(MajorFunction.READ).pre((data, objects) -> {
            if (data.path().text().endsWith(".slow")) {
                gate.pass();
            }
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        });
    }

    @Test
    void dataOfEachSizeGoesThrough() throws Exception {
        try (var mounted = new MountedDirectory(temporary, OPTIONS.withDataMode(DataMode.SEEN))) {
            String sums = mounted.run("""
                    head -c 20000003 /dev/urandom > big; : > empty; echo x > one; ln -s "$(printf %1000d 7)" link
                    for i in $(seq 300); do echo $i > "file $i"; done; ls -la > /dev/null; setfattr -n user.a -v b one 2> /dev/null || true
                    dd if=big of=copy bs=1048576 status=none; cmp big copy; dd if=big of=direct iflag=direct bs=65536 status=none; cmp big direct
                    cat big empty one | md5sum; readlink link | md5sum; ls | md5sum
                    """);

            assertThat(mounted.volume.transport()).isEqualTo(Transport.IO_URING);
            assertThat(mounted.volume.lostReplies()).isZero();
            assertThat(MountedDirectory.run(
                            mounted.below, "cat big empty one | md5sum; readlink link | md5sum; ls | md5sum"))
                    .isEqualTo(sums);
        }
    }

    @Test
    void manyHeldCallersHoldNobodyElseUp() throws Exception {
        var gate = new Gate();
        try (var mounted = new MountedDirectory(temporary, OPTIONS)) {
            Files.writeString(mounted.below.resolve("a.slow"), "text");
            mounted.load(sleeper(gate));
            // All at once, on each processor: more than there are places at first.
            Process readers = mounted.start("for i in {1..60}; do cat a.slow > /dev/null & done; wait; echo all");
            gate.awaitArrivals(60);

            for (int i = 0; i < 20; i++) {
                assertThat(mounted.run("echo quick > quick; cat quick")).isEqualTo("quick\n");
            }
            gate.open();

            assertThat(new String(readers.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("all\n");
            assertThat(mounted.volume.transport()).isEqualTo(Transport.IO_URING);
        } finally {
            gate.open();
        }
    }

    /** Those that have nothing to do can't end, and the one that does something must not in their place, each time. */
    @Test
    void workersDoNotComeAndGoWithEachRequestAfterABurst() throws Exception {
        var gate = new Gate();
        var threads = ConcurrentHashMap.<Thread>newKeySet();
        try (var mounted = new MountedDirectory(temporary, OPTIONS)) {
            Files.writeString(mounted.below.resolve("a.slow"), "text");
            mounted.load(sleeper(gate));
            Process readers = mounted.start("for i in {1..40}; do cat a.slow > /dev/null & done; wait; echo all");
            gate.awaitArrivals(40);
            gate.open();
            assertThat(new String(readers.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("all\n");
            mounted.unload("sleeper");
            mounted.load(new RecordingFilter("tally").quiet().pre((data, objects) -> {
                threads.add(Thread.currentThread());
                return PreOperationStatus.SUCCESS_NO_CALLBACK;
            }));

            mounted.run("for i in {1..2000}; do : > file; done");

            assertThat(threads).hasSizeBetween(1, 200);
        } finally {
            gate.open();
        }
    }

    @Test
    void pendedOperationsAreAnsweredFromOtherThreads() throws Exception {
        var resumes = new ConcurrentLinkedQueue<Runnable>();
        var threads = Executors.newScheduledThreadPool(3);
        try (var mounted = new MountedDirectory(temporary, OPTIONS)) {
            mounted.load(new RecordingFilter("pender").quiet().pre((data, objects) -> {
                resumes.add(() -> data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK));
                return PreOperationStatus.PENDING;
            }));
            for (int i = 0; i < 3; i++) {
                var _ = threads.scheduleWithFixedDelay(
                        () -> {
                            for (Runnable next = resumes.poll(); next != null; next = resumes.poll()) {
                                next.run();
                            }
                        },
                        1,
                        1,
                        TimeUnit.MILLISECONDS);
            }

            assertThat(mounted.run("""
                            for i in {1..8}; do (for k in {1..12}; do echo $i.$k > x$i.$k; [ "$(cat x$i.$k)" = $i.$k ]; rm x$i.$k; done) & p="$p $!"; done
                            for q in $p; do wait $q; done; ls | wc -l
                            """)).isEqualTo("0\n");
            assertThat(mounted.volume.lostReplies()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anAbortEndsWhatIsHeldAndWhatWaits() throws Exception {
        var gate = new Gate();
        try (var mounted = new MountedDirectory(temporary, OPTIONS.withMaximumWorkers(4))) {
            Files.writeString(mounted.below.resolve("a.slow"), "text");
            mounted.load(sleeper(gate));
            List<Process> readers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                readers.add(mounted.start("exec cat a.slow"));
            }
            await().until(() -> mounted.volume.waitingRequests() > 0);

            mounted.volume.abort();

            for (Process reader : readers) {
                assertThat(reader.waitFor(10, TimeUnit.SECONDS)).isTrue();
            }
            gate.open();
        } finally {
            gate.open();
        }
    }

    @Test
    void theDeviceIsUsedAndTheReasonSaidWhereItIsSwitchedOff() throws Exception {
        List<String> notices = new ArrayList<>();
        try (var off = new TestTransport.Switch(false);
                var mounted = new MountedDirectory(temporary, OPTIONS.withNotices(notices::add))) {
            assertThat(off).isNotNull();
            assertThat(mounted.run("echo here > file; cat file")).isEqualTo("here\n");

            assertThat(mounted.volume.transport()).isEqualTo(Transport.DEVICE);
            assertThat(mounted.volume.transportRefusal()).isEqualTo("it is switched off");
            assertThat(notices).containsExactly("requests come through /dev/fuse, not io_uring: it is switched off");
        }
    }
}
