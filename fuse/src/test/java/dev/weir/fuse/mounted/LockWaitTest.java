package dev.weir.fuse.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.NtStatus;
import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.operation.SetLock;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Programs that wait for locks: a filter's unload is not held up by one, and two that wait for each other do not for ever. */
class LockWaitTest {
    @Test
    void theLowerFilterIsDrainedAndTheUpperOneSeesTheTrueResult() throws Exception {
        List<String> upper = new CopyOnWriteArrayList<>();
        List<String> lower = new CopyOnWriteArrayList<>();
        try (var mounted = new Mounted()) {
            Path file = mounted.directory.resolve("file");
            Files.writeString(file, "content");
            mounted.load("upper", "6000", () -> manager -> recording(upper));
            mounted.load("lower", "5000", () -> manager -> recording(lower));
            Process waiter;
            try (var open = new RandomAccessFile(file.toFile(), "rw");
                    FileLock held = open.getChannel().tryLock()) {
                assertThat(held.isValid()).isTrue();
                waiter = new ProcessBuilder(
                                "python3",
                                "-c",
                                "import fcntl,sys; f=open(sys.argv[1],'r+'); fcntl.lockf(f, fcntl.LOCK_EX)",
                                file.toString())
                        .inheritIO()
                        .start();
                for (int tries = 0; tries < 1000 && !lower.contains("pre waiting"); tries++) {
                    Thread.sleep(10);
                }
                assertThat(lower).contains("pre waiting");
                Thread.sleep(50);
                UnloadResult result = mounted.unload("lower");
                assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
                assertThat(result.drained()).isEqualTo(1);
                assertThat(waiter.isAlive()).isTrue();
                assertThat(lower).endsWith("post waiting [DRAINING]");
                assertThat(upper).doesNotContain("post waiting " + NtStatus.SUCCESS);
            }
            assertThat(waiter.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(waiter.exitValue()).isZero();
            assertThat(upper).contains("post waiting " + NtStatus.SUCCESS);
        }
    }

    /** Each locks a half of the file, tells so, and wants the other's. */
    private static final String CIRCLE = """
            import errno, fcntl, os, sys
            f = open(sys.argv[1], 'r+')
            def want(own, others, tell, told):
                fcntl.lockf(f, fcntl.LOCK_EX, 10, own)
                os.write(tell, b'x')
                os.read(told, 1)
                try:
                    fcntl.lockf(f, fcntl.LOCK_EX, 10, others)
                    result = 0
                except OSError as e:
                    result = e.errno
                fcntl.lockf(f, fcntl.LOCK_UN)
                return result
            a, b = os.pipe(), os.pipe()
            child = os.fork()
            if child == 0:
                os._exit(want(0, 10, a[1], b[0]))
            mine = want(10, 0, b[1], a[0])
            results = sorted((mine, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))
            print(*results)
            sys.exit(0 if results == [0, errno.EDEADLK] else 1)
            """;

    @Test
    void oneOfTwoProgramsThatWaitForEachOtherIsTold() throws Exception {
        try (var mounted = new Mounted()) {
            Path file = mounted.directory.resolve("file");
            Files.writeString(file, "content");
            Process both = new ProcessBuilder("python3", "-c", CIRCLE, file.toString())
                    .inheritIO()
                    .start();
            try {
                assertThat(both.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(both.exitValue()).isZero();
            } finally {
                both.descendants().forEach(ProcessHandle::destroyForcibly);
                both.destroyForcibly();
            }
        }
    }

    private static Registration recording(List<String> log) throws dev.weir.FilterException {
        return Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .operation(
                        MajorFunction.LOCK_CONTROL,
                        (data, objects) -> {
                            log.add("pre " + what(data));
                            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                        },
                        (data, objects, flags) -> {
                            boolean draining = flags.contains(PostOperationFlag.DRAINING);
                            log.add("post " + what(data) + " " + (draining ? flags : data.status()));
                            return PostOperationStatus.FINISHED_PROCESSING;
                        })
                .build();
    }

    private static String what(dev.weir.CallbackData data) {
        return data.parameters() instanceof SetLock lock && lock.waiting() && lock.lockType() != 2
                ? "waiting"
                : "other";
    }
}
