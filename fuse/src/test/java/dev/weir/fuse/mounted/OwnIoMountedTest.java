package dev.weir.fuse.mounted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.CallbackData;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.Instance;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.fuse.MountOptions;
import dev.weir.io.AttributeChange;
import dev.weir.io.FileLocation;
import dev.weir.io.LockType;
import dev.weir.io.OpenFlags;
import dev.weir.io.OwnFile;
import dev.weir.io.OwnIo;
import dev.weir.io.OwnIoException;
import dev.weir.io.OwnTask;
import dev.weir.io.VolumeInformation;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.operation.Allocate;
import dev.weir.operation.CreateFile;
import dev.weir.operation.Lookup;
import dev.weir.operation.Open;
import dev.weir.operation.Truncate;
import dev.weir.operation.Unlink;
import dev.weir.operation.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs on a real mount, above filters that do I/O of their own. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class OwnIoMountedTest {
    private static final Duration LONG = Duration.ofHours(1);

    private static MountOptions longTimeOuts() {
        return MountOptions.usual().withTimeOuts(LONG, LONG, LONG);
    }

    /** Copies a file before the first write. */
    private static final class Versions implements Minifilter {
        private final Set<Long> kept = ConcurrentHashMap.newKeySet();

        @Override
        public Registration registration(FilterManager manager) throws FilterException {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .preOperation(
                            MajorFunction.CREATE,
                            (data, objects) -> before(data, objects.instance().io()))
                    .preOperation(
                            MajorFunction.WRITE,
                            (data, objects) -> before(data, objects.instance().io()))
                    .preOperation(
                            MajorFunction.SET_INFORMATION,
                            (data, objects) -> before(data, objects.instance().io()))
                    .build();
        }

        private PreOperationStatus before(CallbackData data, OwnIo io) {
            boolean changes = switch (data.parameters()) {
                case Open open -> (open.flags() & OpenFlags.TRUNCATE) != 0;
                case Write write -> true;
                case Truncate truncate -> true;
                case Allocate allocate -> true;
                default -> false;
            };
            try {
                if (changes) {
                    keep(data, io);
                }
                return PreOperationStatus.SUCCESS_NO_CALLBACK;
            } catch (OwnIoException failed) {
                data.setErrno(failed.errno());
                return PreOperationStatus.COMPLETE;
            }
        }

        private synchronized void keep(CallbackData data, OwnIo io) throws OwnIoException {
            if (!kept.add(data.node().inode())) {
                return;
            }
            try (OwnFile from = io.open(FileLocation.of(data.node()), OpenFlags.READ_ONLY)) {
                long size = from.information().size();
                if (size == 0) {
                    return;
                }
                FileLocation before = FileLocation.of(data.node().path().text() + ".before");
                try (OwnFile to = io.create(before, OpenFlags.WRITE_ONLY | OpenFlags.TRUNCATE, 0644)) {
                    to.write(0, from.read(0, (int) size));
                }
            }
        }
    }

    /** Sends names elsewhere. */
    private static final class Redirects implements Minifilter {
        final Map<String, String> rules = new ConcurrentHashMap<>();

        Redirects(Map<String, String> rules) {
            this.rules.putAll(rules);
        }

        @Override
        public Registration registration(FilterManager manager) throws FilterException {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .preOperation(MajorFunction.QUERY_OPEN, (data, objects) -> before(data, objects.instance()))
                    .preOperation(MajorFunction.CREATE, (data, objects) -> before(data, objects.instance()))
                    .preOperation(MajorFunction.SET_INFORMATION, (data, objects) -> before(data, objects.instance()))
                    .build();
        }

        private PreOperationStatus before(CallbackData data, Instance instance) {
            String target = rules.get(data.path().text());
            if (target == null) {
                return PreOperationStatus.SUCCESS_NO_CALLBACK;
            }
            switch (data.parameters()) {
                case Lookup lookup -> redirect(data, instance, target);
                case CreateFile create -> redirect(data, instance, target);
                case Unlink unlink -> redirect(data, instance, target);
                case Open open -> data.setStatus(NtStatus.REPARSE);
                default -> {
                    return PreOperationStatus.SUCCESS_NO_CALLBACK;
                }
            }
            return PreOperationStatus.COMPLETE;
        }

        private static void redirect(CallbackData data, Instance instance, String target) {
            try {
                instance.io().redirect(data, FileLocation.of(target));
            } catch (OwnIoException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Does nothing by itself. */
    private static final class Passive implements Minifilter {
        @Override
        public Registration registration(FilterManager manager) {
            return Registration.builder().unload(FilterUnloadCallback.ALWAYS).build();
        }
    }

    private static String run(Mounted mounted, String script) throws Exception {
        Process process = new ProcessBuilder(
                        "timeout",
                        "-s",
                        "KILL",
                        "60",
                        "bash",
                        "-ec",
                        "cd \"$0\"\n" + script,
                        mounted.directory.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", script, output).isZero();
        return output;
    }

    private static OwnIo io(Mounted mounted) {
        return mounted.volume().instances().getFirst().io();
    }

    @Test
    @DisplayName("I1, I3: a file is copied before the first write, by I/O that the filter itself does not see")
    void aFileIsCopiedBeforeTheFirstWrite() throws Exception {
        try (var mounted = new Mounted(longTimeOuts())) {
            run(mounted, "seq 1 50000 > a; printf old > b; printf third > c; cp a expected; ls -la > /dev/null");
            mounted.load("versions", "180000", Versions::new);

            run(mounted, "test ! -e a.before; ls > /dev/null; echo more >> a; echo new > b; truncate -s 1 c");

            assertThat(run(mounted, "cmp a.before expected; cat b.before c.before"))
                    .isEqualTo("oldthird");
            assertThat(run(mounted, "cat b c; tail -n 1 a; ls")).contains("new\n", "more\n", "a.before");
            assertThat(run(mounted, "python3 -c \"open('a', 'r+').write('x' * 10)\"; cmp a.before expected"))
                    .isEmpty();
            assertThat(mounted.unload("versions").outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(mounted.manager.findings().all()).isEmpty();
        }
    }

    @Test
    @DisplayName("I12: a redirected name is the other file to every program")
    void aRedirectedNameIsTheOtherFileToEveryProgram() throws Exception {
        try (var mounted = new Mounted(longTimeOuts())) {
            run(mounted, """
                    mkdir real; echo short > a; seq 1 20000 > real/b
                    printf '#define ANSWER 1\\n' > answer.h; printf '#define ANSWER 42\\n' > real/answer.h
                    printf '#include "answer.h"\\nint main(void) { return ANSWER; }\\n' > main.c
                    cat a > /dev/null""");
            mounted.load("redirect", "371000", () -> new Redirects(Map.of("a", "real/b", "answer.h", "real/answer.h")));

            assertThat(run(mounted, "cat a | cmp - real/b; cp a copy; cmp copy real/b; test a -ef real/b"))
                    .isEmpty();
            assertThat(run(mounted, "stat -c '%s %i' a")).isEqualTo(run(mounted, "stat -c '%s %i' real/b"));
            assertThat(run(mounted, "gcc -o main main.c; ./main || echo $?")).isEqualTo("42\n");
            run(mounted, "echo appended >> a");
            assertThat(run(mounted, "tail -n 1 real/b")).isEqualTo("appended\n");

            assertThat(mounted.unload("redirect").outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(run(mounted, "cat a; gcc -o main main.c; ./main || echo $?"))
                    .isEqualTo("short\n1\n");
        }
    }

    @Test
    void whatIsCreatedAndRemovedUnderARedirectedNameIsElsewhere() throws Exception {
        try (var mounted = new Mounted(longTimeOuts())) {
            run(mounted, "mkdir real");
            mounted.load("redirect", "371000", () -> new Redirects(Map.of("log", "real/log")));
            run(mounted, "echo one > log; echo two >> log");
            assertThat(run(mounted, "cat real/log; ls")).isEqualTo("one\ntwo\nreal\n");
            run(mounted, "rm log");
            assertThat(run(mounted, "ls real")).isEmpty();
            assertThat(mounted.manager.findings().all()).isEmpty();
        }
    }

    @Test
    void aRuleThatComesAfterTheLookUpTakesEffectAtTheOpen() throws Exception {
        try (var mounted = new Mounted(longTimeOuts())) {
            run(mounted, "echo of-a > a; echo of-b > b");
            var redirects = new Redirects(Map.of());
            mounted.load("redirect", "371000", () -> redirects);
            assertThat(run(mounted, "cat a; stat a > /dev/null")).isEqualTo("of-a\n");
            redirects.rules.put("a", "b");
            assertThat(run(mounted, "cat a")).isEqualTo("of-b\n");
        }
    }

    @Test
    void aLoopOfRedirectionsIsTold() throws Exception {
        try (var mounted = new Mounted(longTimeOuts())) {
            mounted.load("redirect", "371000", () -> new Redirects(Map.of("a", "b", "b", "a")));
            assertThat(run(mounted, "cat a 2>&1 || true")).contains("symbolic links");
        }
    }

    @Test
    @DisplayName("I5, I6: what own I/O changes, programs see at once")
    void theKernelLearnsOfWhatOwnIoChanges() throws Exception {
        try (var mounted = new Mounted(longTimeOuts())) {
            run(mounted, "echo first > a; mkdir d; echo x > d/gone; cat a d/gone > /dev/null; test ! -e new");
            mounted.load("passive", "100", Passive::new);
            run(mounted, "cat a d/gone; ls -l a d; test ! -e new");
            OwnIo io = io(mounted);
            try (OwnFile file = io.open(FileLocation.of("a"), OpenFlags.READ_WRITE)) {
                file.change(AttributeChange.size(0).withMode(0600));
                file.write(0, "second, longer".getBytes(UTF_8));
            }
            io.create(FileLocation.of("new"), OpenFlags.READ_WRITE, 0640).close();
            io.unlink(FileLocation.of("d/gone"));

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(run(mounted, "cat a")).isEqualTo("second, longer");
                assertThat(run(mounted, "stat -c '%a %s' a")).isEqualTo("600 14\n");
                assertThat(run(mounted, "stat -c %a new")).isEqualTo("640\n");
                assertThat(run(mounted, "cat d/gone 2>&1 || true")).contains("No such file");
            });
        }
    }

    @Test
    void createsAsTheServiceOrAsTheRequestor() throws Exception {
        try (var mounted = new Mounted()) {
            run(mounted, "chmod 777 .");
            mounted.load("creator", "100", () -> new Minifilter() {
                @Override
                public Registration registration(FilterManager manager) throws FilterException {
                    return Registration.builder()
                            .unload(FilterUnloadCallback.ALWAYS)
                            .preOperation(MajorFunction.QUERY_OPEN, (data, objects) -> {
                                if (data.parameters() instanceof Lookup lookup
                                        && lookup.name().text().equals("now")) {
                                    create(objects.instance().io(), data);
                                }
                                return PreOperationStatus.SUCCESS_NO_CALLBACK;
                            })
                            .build();
                }

                private static void create(OwnIo io, CallbackData data) {
                    try {
                        io.create(FileLocation.of("services"), OpenFlags.READ_WRITE, 0600)
                                .close();
                        io.as(data.requestor())
                                .create(FileLocation.of("requestors"), OpenFlags.READ_WRITE, 0600)
                                .close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            run(mounted, "setpriv --reuid 1234 --regid 1235 --clear-groups stat now 2>/dev/null || true");
            assertThat(run(mounted, "stat -c '%u %g %a' services requestors")).isEqualTo("0 0 600\n1234 1235 600\n");
        }
    }

    @Test
    void anUnmountClosesWhatAFilterLeftOpen() throws Exception {
        int before;
        var mounted = new Mounted();
        try (mounted) {
            run(mounted, "echo text > a");
            mounted.load("passive", "100", Passive::new);
            before = descriptors();
            OwnIo io = io(mounted);
            io.open(FileLocation.of("a"), OpenFlags.READ_ONLY);
            io.lookUp(FileLocation.of("a"));
            assertThat(mounted.volume().handles().size()).isEqualTo(1);
            assertThatThrownBy(() -> io.open(FileLocation.of("absent"), OpenFlags.READ_ONLY))
                    .hasMessageContaining("ENOENT");
        }
        assertThat(mounted.volume().handles().size()).isZero();
        assertThat(descriptors()).isLessThanOrEqualTo(before);
        assertThat(mounted.manager.findings().all()).hasSize(2);
    }

    @Test
    @DisplayName("I13: the volume's sizes are those that programs see")
    void theVolumesSizesAreThoseOfStatfs() throws Exception {
        try (var mounted = new Mounted()) {
            mounted.load("passive", "100", Passive::new);
            VolumeInformation volume = io(mounted).volumeInformation();
            assertThat(run(mounted, "stat -f -c '%b %S %s %l %c' ."))
                    .isEqualTo("%d %d %d %d %d\n"
                            .formatted(
                                    volume.blocks(),
                                    volume.fragmentSize(),
                                    volume.blockSize(),
                                    volume.maximumNameLength(),
                                    volume.files()));
            assertThat(volume.availableSize()).isBetween(1L, volume.totalSize());
        }
    }

    @Test
    @DisplayName("I14: programs' locks and a filter's keep each other out")
    void locksOfProgramsAndFiltersConflict() throws Exception {
        try (var mounted = new Mounted()) {
            run(mounted, "echo text > a");
            mounted.load("passive", "100", Passive::new);
            String tries = "python3 -c 'import fcntl; f = open(\"a\", \"r+\")\n"
                    + "try: fcntl.%s; print(\"got it\")\nexcept BlockingIOError: print(\"taken\")'";
            String record = tries.formatted("lockf(f, fcntl.LOCK_EX | fcntl.LOCK_NB, 10, 5)");
            String whole = tries.formatted("flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)");
            try (OwnFile file = io(mounted).open(FileLocation.of("a"), OpenFlags.READ_WRITE)) {
                file.lock(LockType.EXCLUSIVE, 14, 1);
                file.lockWhole(LockType.SHARED);
                assertThat(run(mounted, record + "; " + whole)).isEqualTo("taken\ntaken\n");
                file.unlock(0, 0);
                file.unlockWhole();
                assertThat(run(mounted, record + "; " + whole)).isEqualTo("got it\ngot it\n");
                waitForAProgram(mounted, file);
            }
            assertThat(run(mounted, record)).isEqualTo("got it\n");
            assertThat(mounted.manager.findings().all()).isEmpty();
        }
    }

    /** A program has the lock until it is told to stop; then the filter that waits gets it. */
    private static void waitForAProgram(Mounted mounted, OwnFile file) throws Exception {
        Process holder = new ProcessBuilder(
                        "timeout",
                        "-s",
                        "KILL",
                        "60",
                        "python3",
                        "-c",
                        "import fcntl, sys; f = open(sys.argv[1], 'r+'); fcntl.lockf(f, fcntl.LOCK_EX, 10, 5)\n"
                                + "print('has it', flush=True); sys.stdin.read()",
                        mounted.directory.resolve("a").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var says = holder.inputReader()) {
            assertThat(says.readLine()).isEqualTo("has it");
            assertThat(file.tryLock(LockType.SHARED, 5, 1)).isFalse();
            assertThat(file.findLock(LockType.SHARED, 0, 0)).hasValueSatisfying(lock -> {
                assertThat(lock.type()).isEqualTo(LockType.EXCLUSIVE);
                assertThat(lock.offset()).isEqualTo(5);
                assertThat(lock.length()).isEqualTo(10);
            });
            OwnTask<OwnFile> cancelled = file.lockLater(LockType.EXCLUSIVE, 0, 0);
            cancelled.cancel();
            assertThatThrownBy(
                            () -> cancelled.completion().toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(OwnIoException.class);
            OwnTask<OwnFile> waiting = file.lockLater(LockType.EXCLUSIVE, 0, 0);
            assertThat(waiting.completion().toCompletableFuture()).isNotDone();

            holder.getOutputStream().close();

            assertThat(waiting.completion().toCompletableFuture().get(60, TimeUnit.SECONDS))
                    .isSameAs(file);
        } finally {
            holder.destroyForcibly();
        }
    }

    private static int descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return (int) all.count();
        }
    }
}
