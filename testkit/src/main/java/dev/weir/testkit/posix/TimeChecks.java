package dev.weir.testkit.posix;

import static dev.weir.Errno.EACCES;
import static dev.weir.Errno.EINVAL;
import static dev.weir.Errno.ENOENT;
import static dev.weir.Errno.ENOTDIR;
import static dev.weir.Errno.EPERM;
import static dev.weir.testkit.posix.Identity.OWNER;
import static dev.weir.testkit.posix.Identity.STRANGER;
import static dev.weir.testkit.posix.PosixVolume.FIFO_TYPE;
import static dev.weir.testkit.posix.PosixVolume.KEEP_SIZE;
import static dev.weir.testkit.posix.PosixVolume.NO_ACCESS_TIME;
import static dev.weir.testkit.posix.PosixVolume.PUNCH_HOLE;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;
import static dev.weir.testkit.posix.PosixVolume.READ_WRITE;
import static dev.weir.testkit.posix.PosixVolume.SOCKET_TYPE;
import static dev.weir.testkit.posix.PosixVolume.WRITE_ONLY;

import java.util.List;

/** utimensat(2), and which calls set which times. */
final class TimeChecks {
    private static final long THEN = 100_000_000_000_000_000L;

    private TimeChecks() {}

    static void addTo(Catalogue catalogue) {
        Catalogue.Group times = catalogue.group("utimensat");
        set(times);
        permissions(times.needing(Need.PERMISSIONS));
        setByCalls(catalogue.group("times"));
        access(catalogue.group("time of access").needing(Need.ACCESS_TIMES));
    }

    private static void set(Catalogue.Group times) {
        times.check("both, to the nanosecond", (s, v) -> {
            s.file("a");
            s.ok(v.changeTimes("a", new Time(1_000, 123_456_789), new Time(2_000_000_000, 999_999_999), true));
            s.equal(1_000_123_456_789L, s.status("a").accessed(), "time of access");
            s.equal(2_000_000_000_999_999_999L, s.status("a").modified(), "time of modification");
        });
        times.check("one alone", (s, v) -> {
            s.file("a");
            s.longAgo("a");
            s.ok(v.changeTimes("a", Time.of(5), Time.OMIT, true));
            s.equal(5_000_000_000L, s.status("a").accessed(), "time of access");
            s.equal(THEN, s.status("a").modified(), "time of modification");
            s.ok(v.changeTimes("a", Time.OMIT, Time.of(6), true));
            s.equal(5_000_000_000L, s.status("a").accessed(), "time of access");
            s.equal(6_000_000_000L, s.status("a").modified(), "time of modification");
        });
        times.check("now", (s, v) -> {
            s.file("a");
            s.longAgo("a");
            s.ok(v.changeTimes("a", Time.NOW, Time.NOW, true));
            FileStatus status = s.status("a");
            s.holds(status.modified() > 10 * THEN, "the time of modification is now");
            s.holds(status.accessed() > 10 * THEN, "the time of access is now");
            s.holds(status.modified() <= status.changed(), "and not later than the change");
        });
        times.check("one now, the other as it was", (s, v) -> {
            s.file("a");
            s.longAgo("a");
            s.ok(v.changeTimes("a", Time.OMIT, Time.NOW, true));
            s.equal(THEN, s.status("a").accessed(), "time of access");
            s.holds(s.status("a").modified() > 10 * THEN, "the time of modification is now");
        });
        times.check("neither: nothing changes", (s, v) -> {
            s.file("a");
            s.keeps("a", () -> v.changeTimes("a", Time.OMIT, Time.OMIT, true));
        });
        times.check("the time of change is set", (s, v) -> {
            s.file("a");
            s.changes("a", () -> v.changeTimes("a", Time.of(1), Time.of(2), true));
        });
        times.check("before 1970 and after 2038", (s, v) -> {
            s.file("a");
            s.ok(v.changeTimes("a", new Time(-100, 500_000_000), Time.of(5_000_000_000L), true));
            s.equal(-99_500_000_000L, s.status("a").accessed(), "time of access");
            s.equal(5_000_000_000_000_000_000L, s.status("a").modified(), "time of modification");
        });
        times.check("a link is followed, or not", (s, v) -> {
            s.file("a");
            s.symbolicLink("a", "l");
            s.ok(v.changeTimes("l", Time.of(1), Time.of(2), true));
            s.equal(2_000_000_000L, s.status("a").modified(), "time of modification");
            s.ok(v.changeTimes("l", Time.of(3), Time.of(4), false));
            s.equal(2_000_000_000L, s.status("a").modified(), "time of modification");
            s.equal(4_000_000_000L, s.status("l").modified(), "the link's time of modification");
        });
        times.check("directories, FIFOs and sockets", (s, v) -> {
            s.directory("d");
            s.ok(v.makeNode("p", FIFO_TYPE | 0644));
            s.ok(v.makeNode("s", SOCKET_TYPE | 0644));
            for (String path : List.of("d", "p", "s")) {
                s.longAgo(path);
                s.equal(THEN, s.status(path).modified(), "time of modification of " + path);
            }
        });
        times.check("nothing: ENOENT; a file on the way: ENOTDIR", (s, v) -> {
            s.file("a");
            s.refused(ENOENT, v.changeTimes("b", Time.NOW, Time.NOW, true));
            s.refused(ENOTDIR, v.changeTimes("a/b", Time.NOW, Time.NOW, true));
        });
        times.needing(Need.KERNEL).check("nanoseconds that there are not: EINVAL", (s, v) -> {
            s.file("a");
            s.refused(EINVAL, v.changeTimes("a", new Time(1, 1_000_000_000), Time.of(1), true));
            s.refused(EINVAL, v.changeTimes("a", Time.of(1), new Time(1, -1), true));
        });
        times.check("a time that was set survives a write that was before it", (s, v) -> {
            s.file("a", "content");
            s.longAgo("a");
            s.content("a");
            s.equal(THEN, s.status("a").modified(), "time of modification");
        });
        times.check("a time set through one name while the file is open stays when it is closed", (s, v) -> {
            s.file("a");
            int file = s.descriptor("a", READ_WRITE);
            s.write(file, 0, "content");
            s.longAgo("a");
            s.ok(v.close(file));
            s.equal(THEN, s.status("a").modified(), "time of modification");
        });
    }

    private static void permissions(Catalogue.Group times) {
        times.check("by the owner, who may not write", (s, v) -> {
            s.file("a", 0444, OWNER);
            s.ok(s.as(OWNER, () -> v.changeTimes("a", Time.of(1), Time.of(2), true)));
            s.ok(s.as(OWNER, () -> v.changeTimes("a", Time.NOW, Time.NOW, true)));
        });
        times.check("a time by who does not own the file: EPERM", (s, v) -> {
            s.file("a", 0666, OWNER);
            s.refused(EPERM, s.as(STRANGER, () -> v.changeTimes("a", Time.of(1), Time.of(2), true)));
            s.refused(EPERM, s.as(STRANGER, () -> v.changeTimes("a", Time.NOW, Time.of(2), true)));
        });
        times.check("now by who may write", (s, v) -> {
            s.file("a", 0666, OWNER);
            s.longAgo("a");
            s.ok(s.as(STRANGER, () -> v.changeTimes("a", Time.NOW, Time.NOW, true)));
            s.holds(s.status("a").modified() > 10 * THEN, "the time of modification is now");
        });
        times.check("now by who may not write: EACCES", (s, v) -> {
            s.file("a", 0644, OWNER);
            s.refused(EACCES, s.as(STRANGER, () -> v.changeTimes("a", Time.NOW, Time.NOW, true)));
        });
        times.check("one alone now by who may only write: EPERM", (s, v) -> {
            s.file("a", 0666, OWNER);
            s.refused(EPERM, s.as(STRANGER, () -> v.changeTimes("a", Time.NOW, Time.OMIT, true)));
            s.refused(EPERM, s.as(STRANGER, () -> v.changeTimes("a", Time.OMIT, Time.NOW, true)));
        });
        times.check("neither by anybody", (s, v) -> {
            s.file("a", 0600, OWNER);
            s.ok(s.as(STRANGER, () -> v.changeTimes("a", Time.OMIT, Time.OMIT, true)));
        });
    }

    private static void setByCalls(Catalogue.Group times) {
        times.check("write sets modification and change", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", WRITE_ONLY);
            s.modifies("a", () -> v.write(file, 0, Scene.bytes("x")));
        });
        times.check("a write is seen by fstat, too", (s, v) -> {
            s.file("a", "content");
            s.longAgo("a");
            int file = s.descriptor("a", READ_WRITE);
            s.equal(THEN, v.status(file).modified(), "time of modification");
            s.write(file, 0, "x");
            s.holds(v.status(file).modified() > 10 * THEN, "the time of modification is now");
        });
        times.check("a write of nothing sets none", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", WRITE_ONLY);
            s.keeps("a", () -> v.write(file, 0, new byte[0]));
        });
        times.check("truncate to another size sets modification and change", (s, v) -> {
            s.file("a", "content");
            s.modifies("a", () -> v.truncate("a", 3));
            s.modifies("a", () -> v.truncate("a", 30));
        });
        times.check("ftruncate sets modification and change", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", WRITE_ONLY);
            s.modifies("a", () -> v.truncate(file, 3));
        });
        times.check("a refused truncate sets none", (s, v) -> {
            s.file("a", "content");
            s.keeps("a", () -> v.truncate("a", -1));
        });
        times.check("fallocate that grows the file sets modification and change", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", WRITE_ONLY);
            s.modifies("a", () -> v.allocate(file, 0, 0, 10_000));
        });
        times.check("punching a hole sets modification and change", (s, v) -> {
            s.file("a", "c".repeat(10_000));
            int file = s.descriptor("a", WRITE_ONLY);
            s.modifies("a", () -> v.allocate(file, PUNCH_HOLE | KEEP_SIZE, 0, 4096));
        });
        times.check("copy_file_range sets those of what it writes to", (s, v) -> {
            s.file("a", "content");
            s.file("b", "other");
            int from = s.descriptor("a", READ_ONLY);
            int to = s.descriptor("b", WRITE_ONLY);
            s.modifies("b", () -> v.copyRange(from, 0, to, 0, 3));
        });
        times.check("reading, listing and looking set neither", (s, v) -> {
            s.file("a", "content");
            s.keeps("a", () -> Answer.of(s.content("a").length()));
            s.directory("d");
            s.file("d/a");
            s.keeps("d", () -> v.list("d"));
            s.keeps("d", () -> v.status("d/a", true).answer());
        });
        times.check("mknod sets the directory's", (s, v) -> {
            s.directory("d");
            s.modifies("d", () -> v.makeNode("d/p", FIFO_TYPE | 0644));
        });
        times.check("a write of what is in a directory leaves the directory's", (s, v) -> {
            s.directory("d");
            s.file("d/a", "content");
            int file = s.descriptor("d/a", WRITE_ONLY);
            s.keeps("d", () -> v.write(file, 0, Scene.bytes("x")));
            s.keeps("d", () -> v.changeMode("d/a", 0600));
        });
    }

    private static void access(Catalogue.Group access) {
        access.check("reading sets it where it is older than the modification", (s, v) -> {
            s.file("a", "content");
            s.ok(v.changeTimes("a", Time.of(1), Time.of(2), true));
            s.equal("content", s.content("a"), "content");
            s.holds(s.status("a").accessed() > THEN, "the time of access is now");
        });
        access.check("listing a directory sets it", (s, v) -> {
            s.directory("d");
            s.file("d/a");
            s.ok(v.changeTimes("d", Time.of(1), Time.of(2), true));
            s.equal(List.of("a"), s.names("d"), "names");
            s.holds(s.status("d").accessed() > THEN, "the time of access is now");
        });
        access.check("following a link sets it", (s, v) -> {
            s.file("a");
            s.symbolicLink("a", "l");
            s.ok(v.changeTimes("l", Time.of(1), Time.of(2), false));
            s.equal("a", v.readLink("l").data(), "target");
            s.holds(s.status("l").accessed() > THEN, "the time of access is now");
        });
        access.check("O_NOATIME leaves it", (s, v) -> {
            s.file("a", "content");
            s.ok(v.changeTimes("a", Time.of(1), Time.of(2), true));
            int file = s.descriptor("a", READ_ONLY | NO_ACCESS_TIME);
            s.equal("content", s.read(file, 0, 100), "content");
            s.equal(1_000_000_000L, s.status("a").accessed(), "time of access");
        });
        access.check("writing leaves it", (s, v) -> {
            s.file("a", "content");
            s.ok(v.changeTimes("a", Time.of(1), Time.of(2), true));
            s.write(s.descriptor("a", WRITE_ONLY), 0, "x");
            s.equal(1_000_000_000L, s.status("a").accessed(), "time of access");
        });
    }
}
