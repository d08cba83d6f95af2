package dev.weir.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.CallbackData;
import dev.weir.FileName;
import dev.weir.MajorFunction;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.manager.OperationKind;
import dev.weir.manager.UnloadResult;
import dev.weir.operation.Lookup;
import dev.weir.operation.Read;
import dev.weir.testkit.Gate;
import dev.weir.testkit.RecordingFilter;
import dev.weir.testkit.Seen;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What filters do to programs through a real mount, and what the kernel's caches must not hide. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MountedFiltersTest {
    @TempDir
    private Path temporary;

    private static MountOptions longTimeOuts() {
        Duration long_ = Duration.ofSeconds(1000);
        return MountOptions.usual().withTimeOuts(long_, long_, Duration.ZERO);
    }

    private static boolean isSlow(CallbackData data) {
        return data.path().text().endsWith(".slow");
    }

    /** Holds the reads of files named *.slow. */
    private static RecordingFilter sleeper(Gate gate) {
        return new RecordingFilter("sleeper").quiet().only(MajorFunction.READ).pre((data, objects) -> {
            if (isSlow(data)) {
                gate.pass();
            }
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        });
    }

    @Test
    void aKilledProgramLeavesAFilterThatSleeps() throws Exception {
        var gate = new Gate();
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual())) {
            Files.writeString(mounted.below.resolve("a.slow"), "text");
            mounted.load(sleeper(gate));
            Process reader = mounted.start("exec cat a.slow");
            gate.awaitArrivals(1);

            MountedDirectory.kill(reader);

            assertThat(reader.waitFor(10, TimeUnit.SECONDS))
                    .as("the program is gone")
                    .isTrue();
            assertThat(gate.waiting()).as("callbacks that sleep").isEqualTo(1);
            gate.open();
        } finally {
            gate.open();
        }
    }

    @Test
    void aSleepingCallbackDoesNotSlowOtherFiles() throws Exception {
        var gate = new Gate();
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual())) {
            Files.writeString(mounted.below.resolve("a.slow"), "text");
            mounted.load(sleeper(gate));
            List<Process> readers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                readers.add(mounted.start("exec cat a.slow"));
            }
            gate.awaitArrivals(24);

            assertThat(mounted.run("echo quick > quick; cat quick")).isEqualTo("quick\n");

            gate.open();
            for (Process reader : readers) {
                assertThat(new String(reader.getInputStream().readAllBytes(), UTF_8))
                        .isEqualTo("text");
            }
            // A worker that waits in io_uring can't end before the volume does.
            await().until(() -> mounted.volume.workers() < 24 || mounted.volume.transport() == Transport.IO_URING);
        } finally {
            gate.open();
        }
    }

    @Test
    void callersLeaveEvenWhereEveryWorkerIsHeld() throws Exception {
        var gate = new Gate();
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual().withMaximumWorkers(4))) {
            Files.writeString(mounted.below.resolve("a.slow"), "text");
            mounted.load(sleeper(gate));
            List<Process> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(mounted.start("exec cat a.slow"));
            }
            gate.awaitArrivals(3);
            // With io_uring, workers of another processor may have had nothing to do.
            await().pollInterval(200, TimeUnit.MILLISECONDS).until(() -> {
                boolean waiting = mounted.volume.waitingRequests() > 0;
                if (!waiting) {
                    readers.add(mounted.start("exec cat a.slow"));
                }
                return waiting;
            });

            readers.forEach(MountedDirectory::kill);
            for (Process reader : readers) {
                assertThat(reader.waitFor(10, TimeUnit.SECONDS))
                        .as("the program is gone")
                        .isTrue();
            }
            Process waiting = mounted.start("echo late > late; cat late");
            gate.open();
            assertThat(new String(waiting.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("late\n");
        } finally {
            gate.open();
        }
    }

    @Test
    void aFilterThatChangesDataSizeAndNamesIsSeenAtOnceAndNoLongerWhenItIsGone() throws Exception {
        try (var mounted = new MountedDirectory(temporary, longTimeOuts())) {
            Files.writeString(mounted.below.resolve("file"), "lower");
            String look = "cat file; stat -c %s file; cat other 2>&1 || true";
            String before = mounted.run(look);
            assertThat(before).startsWith("lower5\n").contains("No such file");
            mounted.run("cat file file > /dev/null");
            mounted.load(new RecordingFilter("upper")
                    .only(MajorFunction.READ, MajorFunction.QUERY_OPEN, MajorFunction.QUERY_INFORMATION)
                    .pre((data, objects) -> {
                        if (data.parameters() instanceof Lookup lookup
                                && lookup.name().text().equals("other")) {
                            lookup.setName(FileName.of("file"));
                            data.setDirty();
                        }
                        return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                    })
                    .post((data, objects, flags) -> {
                        if (data.parameters() instanceof Read read) {
                            long length = Math.clamp(3 - read.offset(), 0, data.information());
                            data.setStatus(NtStatus.SUCCESS, length);
                            for (int i = 0; i < length; i++) {
                                long place = data.buffer().offset() + i;
                                byte letter = data.buffer().segment().get(ValueLayout.JAVA_BYTE, place);
                                data.buffer().segment().set(ValueLayout.JAVA_BYTE, place, (byte)
                                        Character.toUpperCase(letter));
                            }
                        } else if (data.attributes().isPresent()
                                && data.attributes().size() == 5) {
                            data.attributes().setSize(3);
                        }
                        return PostOperationStatus.FINISHED_PROCESSING;
                    }));

            assertThat(mounted.run(look)).isEqualTo("LOW3\nLOW");

            assertThat(mounted.unload("upper").outcome()).isEqualTo(UnloadResult.Outcome.UNLOADED);
            assertThat(mounted.run(look)).isEqualTo(before);
        }
    }

    @Test
    void seesFilesThatAreOpenedAfterItCame() throws Exception {
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual())) {
            Files.writeString(mounted.below.resolve("file"), "text");
            Process reader = mounted.start("exec 3< file; echo ready; read -r _ < /proc/self/fd/0 || true; cat <&3");
            assertThat(reader.inputReader().readLine()).isEqualTo("ready");
            assertThat(mounted.run("cat file")).isEqualTo("text");
            assertThat(mounted.volume.volume().totals()).doesNotContainKey(OperationKind.READ);
            assertThat(mounted.volume.unseenFiles()).isEqualTo(1);
            var filter = new RecordingFilter("watch").only(MajorFunction.READ);
            mounted.load(filter);

            assertThat(mounted.run("cat file")).isEqualTo("text");

            assertThat(filter.seen(Seen.Callback.PRE)).isNotEmpty();
            reader.getOutputStream().close();
            assertThat(reader.inputReader().readLine()).isEqualTo("text");
            await().until(() -> mounted.volume.unseenFiles() == 0);
            assertThat(mounted.volume.passthroughRefusal()).isEmpty();
        }
    }

    @Test
    void everyOpenIsCleanedUpAndClosedOnce() throws Exception {
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual())) {
            var filter =
                    new RecordingFilter("count").only(MajorFunction.CREATE, MajorFunction.CLEANUP, MajorFunction.CLOSE);
            mounted.load(filter);
            mounted.run(
                    "for i in $(seq 30); do echo $i > f$i; (cat f$i; cat f$i) < f$i > /dev/null; done; ls > /dev/null");
            Process holder = mounted.start("exec 3< f1 4< f2; (sleep 100) & echo ready; sleep 100");
            assertThat(holder.inputReader().readLine()).isEqualTo("ready");
            MountedDirectory.kill(holder);
            holder.waitFor();

            await().until(() -> mounted.volume.volume().handles().size() == 0);
            await().untilAsserted(() -> {
                long opened = filter.seen(Seen.Callback.POST).stream()
                        .filter(seen -> seen.status().isSuccess())
                        .filter(seen -> List.of("open", "create", "opendir").contains(seen.operation()))
                        .count();
                assertThat(count(filter, "cleanup")).isEqualTo(opened);
                assertThat(count(filter, "release")).isEqualTo(opened);
            });
        }
    }

    private static long count(RecordingFilter filter, String operation) {
        return filter.seen(Seen.Callback.POST).stream()
                .filter(seen -> seen.operation().equals(operation))
                .count();
    }

    @Test
    void everythingWorksAgainAfterAFilterThatAnsweredAnything() throws Exception {
        var random = new Random(3);
        String work =
                "mkdir d; echo t > d/f; cat d/f; mv d/f d/g; ln d/g h; ln -s h s; stat -c %s s h > /dev/null; touch h; chmod 600 h; truncate -s 9 h;"
                        + " fallocate -l 10 h; cp h i; ls -l > /dev/null; sync -f h; flock h true; rm -r d h i s";
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual())) {
            String before = mounted.run(work);
            NtStatus[] all = {
                NtStatus.NOT_IMPLEMENTED, NtStatus.UNSUCCESSFUL, NtStatus.ACCESS_DENIED, NtStatus.of(0xC0000ABC)
            };
            mounted.load(new RecordingFilter("random").quiet().pre((data, objects) -> {
                data.setStatus(all[random.nextInt(all.length)]);
                return PreOperationStatus.COMPLETE;
            }));
            for (int i = 0; i < 3; i++) {
                Process process = mounted.start("set +e\n" + work + "\ntrue");
                process.getInputStream().readAllBytes();
                process.waitFor();
            }
            mounted.unload("random");

            assertThat(mounted.run(work)).isEqualTo(before);
        }
    }

    @Test
    void unmountIsRefusedWhileAProgramIsInsideAndLazilyItIsNot() throws Exception {
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual())) {
            Process inside = mounted.start("echo ready; exec sleep 100");
            assertThat(inside.inputReader().readLine()).isEqualTo("ready");

            assertThatThrownBy(mounted.volume::unmount)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("EBUSY");
            mounted.volume.unmountLazily();
            assertThat(mounted.volume.isEnded()).isFalse();
            MountedDirectory.kill(inside);

            assertThat(mounted.volume.awaitEnd(MountedDirectory.PATIENCE)).isTrue();
        }
    }

    @Test
    void anAbortEndsItWithEverythingThatIsOpen() throws Exception {
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual())) {
            var filter = new RecordingFilter("count").only(MajorFunction.CLEANUP, MajorFunction.CLOSE);
            mounted.load(filter);
            Process holder = mounted.start("exec 3> open; echo ready; exec sleep 100");
            assertThat(holder.inputReader().readLine()).isEqualTo("ready");

            mounted.volume.abort();

            assertThat(mounted.volume.awaitEnd(MountedDirectory.PATIENCE)).isTrue();
            assertThat(count(filter, "cleanup")).isEqualTo(1);
            assertThat(count(filter, "release")).isEqualTo(1);
            assertThat(mounted.volume.volume().handles().size()).isZero();
            MountedDirectory.kill(holder);
        }
    }
}
