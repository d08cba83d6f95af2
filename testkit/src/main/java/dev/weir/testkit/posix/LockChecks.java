package dev.weir.testkit.posix;

import static dev.weir.Errno.EAGAIN;
import static dev.weir.Errno.EBADF;
import static dev.weir.Errno.EINVAL;
import static dev.weir.testkit.posix.PosixVolume.READ_LOCK;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;
import static dev.weir.testkit.posix.PosixVolume.READ_WRITE;
import static dev.weir.testkit.posix.PosixVolume.UNLOCK;
import static dev.weir.testkit.posix.PosixVolume.WRITE_LOCK;
import static dev.weir.testkit.posix.PosixVolume.WRITE_ONLY;

/** Record locks of open files (F_OFD_SETLK) and flock(2). Those of processes need a second one: a front's own tests have it. */
final class LockChecks {
    private interface Two {
        void check(Scene s, PosixVolume v, int one, int two);
    }

    private LockChecks() {}

    static void addTo(Catalogue catalogue) {
        records(catalogue.group("record lock"));
        files(catalogue.group("flock"));
    }

    /** Of an empty file that is open twice. */
    private static void between(Catalogue.Group lock, String rule, int flags, Two calls) {
        lock.check(rule, (s, v) -> {
            s.file("a");
            calls.check(s, v, s.descriptor("a", flags), s.descriptor("a", flags));
        });
    }

    private static void records(Catalogue.Group lock) {
        lock.check("readers share, a writer does not: EAGAIN", (s, v) -> {
            s.file("a", "content");
            int one = s.descriptor("a", READ_WRITE);
            int two = s.descriptor("a", READ_WRITE);
            s.ok(v.lock(one, READ_LOCK, 0, 10));
            s.ok(v.lock(two, READ_LOCK, 0, 10));
            s.refused(EAGAIN, v.lock(two, WRITE_LOCK, 0, 10));
            s.ok(v.lock(one, UNLOCK, 0, 10));
            s.ok(v.lock(two, WRITE_LOCK, 0, 10));
            s.refused(EAGAIN, v.lock(one, READ_LOCK, 5, 1));
        });
        between(lock, "ranges that do not meet", READ_WRITE, (s, v, one, two) -> {
            s.ok(v.lock(one, WRITE_LOCK, 0, 10));
            s.ok(v.lock(two, WRITE_LOCK, 10, 10));
            s.refused(EAGAIN, v.lock(two, WRITE_LOCK, 9, 1));
        });
        between(lock, "no length is up to the end, however far", READ_WRITE, (s, v, one, two) -> {
            s.ok(v.lock(one, WRITE_LOCK, 100, 0));
            s.ok(v.lock(two, WRITE_LOCK, 0, 100));
            s.refused(EAGAIN, v.lock(two, WRITE_LOCK, 1L << 60, 1));
        });
        between(lock, "a hole in a lock is free", READ_WRITE, (s, v, one, two) -> {
            s.ok(v.lock(one, WRITE_LOCK, 0, 30));
            s.ok(v.lock(one, UNLOCK, 10, 10));
            s.ok(v.lock(two, WRITE_LOCK, 10, 10));
            s.refused(EAGAIN, v.lock(two, WRITE_LOCK, 9, 1));
            s.refused(EAGAIN, v.lock(two, WRITE_LOCK, 20, 1));
        });
        between(lock, "one's own lock is turned from one kind into the other", READ_WRITE, (s, v, one, two) -> {
            s.ok(v.lock(one, WRITE_LOCK, 0, 10));
            s.ok(v.lock(one, READ_LOCK, 0, 10));
            s.ok(v.lock(two, READ_LOCK, 0, 10));
            s.refused(EAGAIN, v.lock(one, WRITE_LOCK, 0, 10));
        });
        between(lock, "what is in the way is told", READ_WRITE, (s, v, one, two) -> {
            s.ok(v.lock(one, WRITE_LOCK, 10, 5));
            s.equal("1 10 5", v.lockInTheWay(two, READ_LOCK, 0, 100).data(), "lock");
            s.equal("2", v.lockInTheWay(two, READ_LOCK, 0, 10).data(), "lock");
            s.equal("2", v.lockInTheWay(one, WRITE_LOCK, 0, 100).data(), "one's own lock");
        });
        between(lock, "closing drops it", READ_WRITE, (s, v, one, two) -> {
            s.ok(v.lock(one, WRITE_LOCK, 0, 10));
            s.ok(v.close(one));
            s.ok(v.lock(two, WRITE_LOCK, 0, 10));
        });
        between(lock, "closing another descriptor of the file does not", READ_WRITE, (s, v, one, two) -> {
            s.ok(v.lock(one, WRITE_LOCK, 0, 10));
            s.ok(v.close(s.descriptor("a", READ_WRITE)));
            s.refused(EAGAIN, v.lock(two, WRITE_LOCK, 0, 10));
        });
        lock.check("it belongs to the file, whatever its names", (s, v) -> {
            s.file("a");
            s.ok(v.link("a", "b"));
            int one = s.descriptor("a", READ_WRITE);
            int two = s.descriptor("b", READ_WRITE);
            s.ok(v.lock(one, WRITE_LOCK, 0, 10));
            s.ok(v.unlink("a"));
            s.refused(EAGAIN, v.lock(two, WRITE_LOCK, 0, 10));
        });
        lock.check("beyond the end of the file, and of nothing written", (s, v) -> {
            s.file("a");
            int one = s.descriptor("a", READ_WRITE);
            s.ok(v.lock(one, WRITE_LOCK, 1000, 10));
            s.equal(0L, s.status("a").size(), "size");
        });
        Catalogue.Group kernel = lock.needing(Need.KERNEL);
        kernel.check("a start below zero: EINVAL", (s, v) -> {
            s.file("a");
            s.refused(EINVAL, v.lock(s.descriptor("a", READ_WRITE), WRITE_LOCK, -1, 10));
        });
        kernel.check("to write what is open for reading, to read what is open for writing: EBADF", (s, v) -> {
            s.file("a");
            s.refused(EBADF, v.lock(s.descriptor("a", READ_ONLY), WRITE_LOCK, 0, 10));
            s.refused(EBADF, v.lock(s.descriptor("a", WRITE_ONLY), READ_LOCK, 0, 10));
            s.refused(EBADF, v.lock(-1, READ_LOCK, 0, 10));
        });
    }

    private static void files(Catalogue.Group flock) {
        between(flock, "readers share, a writer does not: EAGAIN", READ_ONLY, (s, v, one, two) -> {
            s.ok(v.lockFile(one, READ_LOCK));
            s.ok(v.lockFile(two, READ_LOCK));
            s.refused(EAGAIN, v.lockFile(two, WRITE_LOCK));
            s.ok(v.lockFile(one, UNLOCK));
            s.ok(v.lockFile(two, WRITE_LOCK));
        });
        between(flock, "closing drops it", READ_ONLY, (s, v, one, two) -> {
            s.ok(v.lockFile(one, WRITE_LOCK));
            s.refused(EAGAIN, v.lockFile(two, READ_LOCK));
            s.ok(v.close(one));
            s.ok(v.lockFile(two, WRITE_LOCK));
        });
        between(flock, "it has nothing to do with record locks", READ_WRITE, (s, v, one, two) -> {
            s.ok(v.lockFile(one, WRITE_LOCK));
            s.ok(v.lock(two, WRITE_LOCK, 0, 0));
        });
        flock.needing(Need.KERNEL).check("of a directory", (s, v) -> {
            s.directory("d");
            int one = s.descriptor("d", READ_ONLY);
            int two = s.descriptor("d", READ_ONLY);
            s.ok(v.lockFile(one, WRITE_LOCK));
            s.refused(EAGAIN, v.lockFile(two, WRITE_LOCK));
        });
        flock.check("nothing open: EBADF", (s, v) -> s.refused(EBADF, v.lockFile(-1, READ_LOCK)));
    }
}
