package dev.weir.fuse.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.manager.UnloadResult.Outcome;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whatever status a filter completes operations with, programs get an answer, and once it is gone everything works as before. */
class AnyStatusTest {
    /** Every system call that a mount serves, once; prints what failed and goes on. */
    private static final String EXERCISE = """
            import fcntl, mmap, os, sys
            d = sys.argv[1]
            failed = []
            def attempt(name, call):
                try:
                    return call()
                except (OSError, ValueError) as e:
                    failed.append("%s: %s" % (name, e))
            f = os.path.join(d, "f"); g = os.path.join(d, "g"); s = os.path.join(d, "s"); sub = os.path.join(d, "sub")
            def content():
                fd = os.open(f, os.O_RDWR | os.O_CREAT, 0o644)
                try:
                    attempt("write", lambda: os.write(fd, b"x" * 5000))
                    attempt("pread", lambda: os.pread(fd, 100, 0))
                    attempt("fsync", lambda: os.fsync(fd))
                    attempt("fdatasync", lambda: os.fdatasync(fd))
                    attempt("ftruncate", lambda: os.ftruncate(fd, 4096))
                    attempt("fallocate", lambda: os.posix_fallocate(fd, 0, 8192))
                    attempt("lseek", lambda: os.lseek(fd, 0, os.SEEK_HOLE))
                    attempt("lockf", lambda: fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB))
                    attempt("flock", lambda: fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB))
                    attempt("getflags", lambda: fcntl.ioctl(fd, 0x80086601, b"\\0" * 8))
                    attempt("fstat", lambda: os.fstat(fd))
                    attempt("fchmod", lambda: os.fchmod(fd, 0o600))
                    attempt("copy", lambda: os.copy_file_range(fd, fd, 100, 0, 4096))
                    def mapped():
                        with mmap.mmap(fd, 4096) as m:
                            m[0:3] = b"abc"
                    attempt("mmap", mapped)
                finally:
                    attempt("close", lambda: os.close(fd))
            attempt("open", content)
            attempt("stat", lambda: os.stat(f))
            attempt("chmod", lambda: os.chmod(f, 0o644))
            attempt("chown", lambda: os.chown(f, 0, 0))
            attempt("utime", lambda: os.utime(f, (1, 2)))
            attempt("setxattr", lambda: os.setxattr(f, "user.a", b"value"))
            attempt("getxattr", lambda: os.getxattr(f, "user.a"))
            attempt("listxattr", lambda: os.listxattr(f))
            attempt("removexattr", lambda: os.removexattr(f, "user.a"))
            attempt("link", lambda: os.link(f, g))
            attempt("rename", lambda: os.rename(g, f + "2"))
            attempt("symlink", lambda: os.symlink("f", s))
            attempt("readlink", lambda: os.readlink(s))
            attempt("mkdir", lambda: os.mkdir(sub))
            attempt("mknod", lambda: os.mknod(os.path.join(sub, "n"), 0o644))
            attempt("listdir", lambda: os.listdir(d))
            attempt("statvfs", lambda: os.statvfs(d))
            attempt("tmpfile", lambda: os.close(os.open(d, os.O_TMPFILE | os.O_RDWR, 0o600)))
            attempt("unlink n", lambda: os.unlink(os.path.join(sub, "n")))
            attempt("rmdir", lambda: os.rmdir(sub))
            for p in (f, f + "2", s):
                attempt("unlink", lambda: os.unlink(p))
            print("\\n".join(failed))
            """;

    /** Completes the first operation of each name with what it is given, and lets the others pass. */
    private record Completer(Supplier<NtStatus> status, Map<String, Integer> done, int times) implements Minifilter {
        @Override
        public Registration registration(FilterManager manager) {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .everyOperation(
                            (data, objects) -> {
                                synchronized (done) {
                                    if (done.merge(data.operationName(), 1, Integer::sum) > times) {
                                        return PreOperationStatus.SUCCESS_NO_CALLBACK;
                                    }
                                }
                                data.setStatus(status.get(), 3);
                                return PreOperationStatus.COMPLETE;
                            },
                            (data, objects, flags) -> dev.weir.PostOperationStatus.FINISHED_PROCESSING)
                    .build();
        }
    }

    private static String exercise(Mounted mounted) throws Exception {
        Path script = mounted.parent.resolve("exercise.py");
        java.nio.file.Files.writeString(script, EXERCISE);
        Process program = new ProcessBuilder("python3", script.toString(), mounted.directory.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(program.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(program.waitFor()).as(said).isZero();
        return said.strip();
    }

    private static void passThrough(Mounted mounted, Completer filter) throws Exception {
        load(mounted, filter);
        exercise(mounted);
        exercise(mounted);
        assertThat(mounted.unload("completer").outcome()).isEqualTo(Outcome.UNLOADED);
        exercise(mounted);
        assertThat(exercise(mounted)).isEmpty();
    }

    private static void load(Mounted mounted, Completer filter) throws FilterException {
        mounted.load("completer", "5000", () -> filter);
    }

    @Test
    void eachOperationCompletedOnceWithNotImplementedWorksAfterwards() throws Exception {
        try (var mounted = new Mounted()) {
            assertThat(exercise(mounted)).isEmpty();
            passThrough(mounted, new Completer(() -> NtStatus.NOT_IMPLEMENTED, new HashMap<>(), 1));
            assertThat(mounted.fuse.lostReplies()).isZero();
        }
    }

    @Test
    void randomStatusesLeaveNothingBehind() throws Exception {
        var random = new Random(4);
        List<NtStatus> named = List.copyOf(NtStatus.named());
        try (var mounted = new Mounted()) {
            for (int round = 0; round < 12; round++) {
                Supplier<NtStatus> any = () -> random.nextInt(4) == 0
                        ? NtStatus.of(random.nextInt())
                        : named.get(random.nextInt(named.size()));
                passThrough(mounted, new Completer(any, new HashMap<>(), 1 + round % 3));
            }
            assertThat(mounted.fuse.lostReplies()).isZero();
        }
    }
}
