package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterException;
import dev.weir.FilterUnloadCallback;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.OperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperation;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.io.FileLocation;
import dev.weir.io.OwnIoException;
import dev.weir.manager.Finding;
import dev.weir.manager.verify.Rule;
import dev.weir.manager.verify.VerifiedFilter;
import dev.weir.manager.verify.VerifierSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callbacks that wait where they promised not to, and callbacks that use their own volume by path. */
@Timeout(600)
class VerifierFindsBlockingTest {
    private static Registration.Builder registration() {
        return Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS);
    }

    private static int thisThread() {
        return Math.toIntExact(Thread.currentThread().threadId());
    }

    private static void load(FilterHarness harness, Minifilter filter) throws FilterException {
        var settings = new VerifierSettings(
                harness.threads(), Duration.ofSeconds(1), Duration.ofDays(1), VerifierFindsBlockingTest::thisThread);
        harness.load(
                "bad",
                "370000",
                () -> new VerifiedFilter(filter, harness.manager().findings(), settings),
                Map.of());
    }

    /** What is found while a program reads. */
    private static List<Finding> read(Registration.Builder registration) throws FilterException {
        try (var harness = new FilterHarness()) {
            load(harness, manager -> registration.build());
            var handle = harness.create("a").handle();
            harness.write(handle, 0, "text");
            assertThat(harness.read(handle, 0, 9).text()).isEqualTo("text");
            harness.unload("bad");
            return Rule.distinct(harness.manager().findings().all());
        }
    }

    private static Registration.Builder promising(PreOperation<Object> pre) throws FilterException {
        return registration().preOperation(MajorFunction.READ, pre, OperationFlag.NON_BLOCKING);
    }

    private static Finding only(Rule rule, List<Finding> findings) {
        assertThat(findings).extracting(Rule::of).containsOnly(rule);
        return findings.getFirst();
    }

    private static void sleep() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aPreOperationThatSleeps() throws FilterException {
        Finding found = only(Rule.BLOCKING, read(promising((data, objects) -> {
            sleep();
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        })));
        assertThat(found.what()).contains("the pre-operation of read promised not to block, and waited in java.lang.");
        assertThat(found.detail()).contains("at dev.weir.testkit.VerifierFindsBlockingTest.sleep(");
    }

    @Test
    void aPostOperationThatWaitsForALock() throws FilterException {
        var lock = new ReentrantLock();
        Thread holder = Thread.ofPlatform().daemon().start(() -> {
            lock.lock();
            try {
                Thread.sleep(Duration.ofDays(1));
            } catch (InterruptedException e) {
                lock.unlock();
            }
        });
        while (!lock.isLocked()) {
            Thread.onSpinWait();
        }
        Thread.ofPlatform().daemon().start(() -> {
            while (!lock.hasQueuedThreads()) {
                sleep();
            }
            sleep();
            holder.interrupt();
        });
        Finding found = only(
                Rule.BLOCKING,
                read(registration()
                        .postOperation(
                                MajorFunction.READ,
                                (data, objects, flags) -> {
                                    lock.lock();
                                    try {
                                        return PostOperationStatus.FINISHED_PROCESSING;
                                    } finally {
                                        lock.unlock();
                                    }
                                },
                                OperationFlag.NON_BLOCKING)));
        assertThat(found.what()).contains("post-operation of read");
    }

    @Test
    void aSystemCallThatWaits() throws Exception {
        Pipe pipe = Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink()) {
            Finding found = only(Rule.BLOCKING, read(promising((data, objects) -> {
                Thread.ofPlatform().daemon().start(() -> {
                    sleep();
                    try {
                        sink.write(ByteBuffer.wrap(new byte[1]));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                try {
                    source.read(ByteBuffer.allocate(1));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return PreOperationStatus.SUCCESS_NO_CALLBACK;
            })));
            assertThat(found.detail()).contains("VerifierFindsBlockingTest");
        }
    }

    @Test
    void ownIo() throws FilterException {
        Finding found = only(Rule.BLOCKING, read(promising((data, objects) -> {
            try {
                objects.instance().io().information(FileLocation.of(data.node()));
            } catch (OwnIoException e) {
                throw new IllegalStateException(e);
            }
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        })));
        assertThat(found.what()).contains("called OwnIo.information(), which waits for the file system");
    }

    @Test
    void oneThatKeepsItsPromiseOrPromisedNothingIsNotFound() throws FilterException {
        var lock = new ReentrantLock();
        assertThat(read(promising((data, objects) -> {
                    lock.lock();
                    try {
                        return PreOperationStatus.SUCCESS_NO_CALLBACK;
                    } finally {
                        lock.unlock();
                    }
                })))
                .isEmpty();
        assertThat(read(registration().preOperation(MajorFunction.READ, (data, objects) -> {
                    sleep();
                    return PreOperationStatus.SUCCESS_NO_CALLBACK;
                })))
                .isEmpty();
    }

    // ---- the own mount

    /** As a kernel brings what a callback does by path. */
    private static void useByPath(FilterHarness harness) {
        harness.caller(1, thisThread(), 0, 0);
        harness.statfs();
        harness.mkdir("made by path");
        harness.caller(1, -1, 0, 0);
    }

    @Test
    void aCallbackThatUsesItsVolumeByPathIsNamedAndNotCalledForIt() throws FilterException {
        try (var harness = new FilterHarness()) {
            int[] calls = {0};
            load(
                    harness,
                    manager -> registration()
                            .preOperation(MajorFunction.CREATE, (data, objects) -> {
                                calls[0]++;
                                useByPath(harness);
                                return PreOperationStatus.SUCCESS_NO_CALLBACK;
                            })
                            .build());

            assertThat(harness.create("a").succeeded()).isTrue();
            assertThat(calls[0]).isEqualTo(1);
            assertThat(harness.list("")).contains("made by path");
            Finding found = only(Rule.OWN_MOUNT, harness.manager().findings().all());
            assertThat(found.what()).contains("the pre-operation of create used a path of its own volume");
            assertThat(found.count()).isGreaterThan(1);
            assertThat(found.detail())
                    .contains("which came back as statfs of '.'")
                    .contains("at dev.weir.testkit.VerifierFindsBlockingTest.useByPath(");
            harness.unload("bad");
        }
    }
}
