package dev.weir.testkit.posix;

import static dev.weir.Errno.EACCES;
import static dev.weir.Errno.EBADF;
import static dev.weir.Errno.ELOOP;
import static dev.weir.Errno.ENOENT;
import static dev.weir.Errno.ENOTDIR;
import static dev.weir.Errno.EPERM;
import static dev.weir.testkit.posix.Identity.MEMBER;
import static dev.weir.testkit.posix.Identity.OWNER;
import static dev.weir.testkit.posix.Identity.STRANGER;
import static dev.weir.testkit.posix.PosixVolume.DIRECTORY_TYPE;
import static dev.weir.testkit.posix.PosixVolume.FIFO_TYPE;
import static dev.weir.testkit.posix.PosixVolume.IS_THERE;
import static dev.weir.testkit.posix.PosixVolume.MAY_EXECUTE;
import static dev.weir.testkit.posix.PosixVolume.MAY_READ;
import static dev.weir.testkit.posix.PosixVolume.MAY_WRITE;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;
import static dev.weir.testkit.posix.PosixVolume.READ_WRITE;
import static dev.weir.testkit.posix.PosixVolume.REGULAR_TYPE;
import static dev.weir.testkit.posix.PosixVolume.SOCKET_TYPE;
import static dev.weir.testkit.posix.PosixVolume.TRUNCATE;
import static dev.weir.testkit.posix.PosixVolume.WRITE_ONLY;

import java.util.List;

/** chmod(2), chown(2), access(2), and what becomes of set-ID bits. */
final class ModeChecks {
    private static final int[] SAMPLES = {0, 0777, 0421, 01755, 02755, 04755, 07777};

    private ModeChecks() {}

    static void addTo(Catalogue catalogue) {
        mode(catalogue.group("chmod"));
        whoMayChangeTheMode(catalogue.group("chmod").needing(Need.PERMISSIONS));
        owner(catalogue.group("chown"));
        whoMayChangeTheOwner(catalogue.group("chown").needing(Need.PERMISSIONS));
        setIds(catalogue.group("set-ID bits").needing(Need.SET_IDS));
        access(catalogue.group("access"));
    }

    private static void mode(Catalogue.Group chmod) {
        chmod.check("every bit of a file and of a directory", (s, v) -> {
            s.file("a");
            s.directory("d");
            for (int mode : SAMPLES) {
                s.mode("a", mode);
                s.mode(mode, s.permissions("a"));
                s.mode("d", mode);
                s.mode(mode, s.permissions("d"));
            }
            s.mode("d", 0755);
        });
        chmod.check("type bits are left out of account", (s, v) -> {
            s.file("a");
            s.ok(v.changeMode("a", DIRECTORY_TYPE | 0600));
            s.equal(REGULAR_TYPE | 0600, s.status("a").mode(), "mode");
        });
        chmod.check("by descriptor, also one for reading", (s, v) -> {
            s.file("a");
            s.ok(v.changeMode(s.descriptor("a", READ_ONLY), 0640));
            s.mode(0640, s.permissions("a"));
        });
        chmod.check("of an unlinked file by descriptor", (s, v) -> {
            s.file("a");
            int file = s.descriptor("a", READ_ONLY);
            s.ok(v.unlink("a"));
            s.ok(v.changeMode(file, 0600));
            s.mode(0600, v.status(file).permissions());
        });
        chmod.check("a link is followed", (s, v) -> {
            s.file("a");
            s.symbolicLink("a", "l");
            s.ok(v.changeMode("l", 0600));
            s.mode(0600, s.permissions("a"));
            s.mode(0777, s.permissions("l"));
        });
        chmod.check("nothing: ENOENT; a file on the way: ENOTDIR; a circle: ELOOP", (s, v) -> {
            s.file("a");
            s.symbolicLink("l", "l");
            s.refused(ENOENT, v.changeMode("b", 0644));
            s.refused(ENOTDIR, v.changeMode("a/b", 0644));
            s.refused(ELOOP, v.changeMode("l", 0644));
            s.refused(EBADF, v.changeMode(-1, 0644));
        });
        chmod.check("the time of change is set, that of modification stays", (s, v) -> {
            s.file("a");
            s.longAgo("a");
            s.changes("a", () -> v.changeMode("a", 0600));
            s.equal(100_000_000_000_000_000L, s.status("a").modified(), "time of modification");
        });
        chmod.check("FIFOs and sockets", (s, v) -> {
            s.ok(v.makeNode("p", FIFO_TYPE | 0644));
            s.ok(v.makeNode("s", SOCKET_TYPE | 0644));
            s.mode("p", 0600);
            s.mode("s", 0640);
            s.mode(0600, s.permissions("p"));
            s.mode(0640, s.permissions("s"));
        });
    }

    private static void whoMayChangeTheMode(Catalogue.Group chmod) {
        chmod.check("by who does not own the file: EPERM", (s, v) -> {
            s.file("a", 0666, OWNER);
            s.refused(EPERM, s.as(STRANGER, () -> v.changeMode("a", 0600)));
            s.refused(EPERM, s.as(MEMBER, () -> v.changeMode("a", 0600)));
            s.ok(s.as(OWNER, () -> v.changeMode("a", 0600)));
            s.mode(0600, s.permissions("a"));
        });
        chmod.check("by descriptor the same", (s, v) -> {
            s.file("a", 0666, OWNER);
            int file = s.descriptor("a", READ_WRITE);
            s.refused(EPERM, s.as(STRANGER, () -> v.changeMode(file, 0600)));
            s.ok(s.as(OWNER, () -> v.changeMode(file, 0600)));
        });
        chmod.check("without the right to search on the way: EACCES", (s, v) -> {
            s.directory("d", 0600, OWNER);
            s.file("d/a", 0666, OWNER);
            s.refused(EACCES, s.as(OWNER, () -> v.changeMode("d/a", 0600)));
        });
        chmod.check("set-group-ID by an owner who is not in the group: left out", (s, v) -> {
            s.file("a", 0755, new Identity(1000, 4000, List.of()));
            s.ok(s.as(OWNER, () -> v.changeMode("a", 02755)));
            s.mode(0755, s.permissions("a"));
            s.ok(v.changeMode("a", 02755));
            s.mode(02755, s.permissions("a"));
        });
        chmod.check("set-group-ID by an owner with the group as a supplementary one: set", (s, v) -> {
            s.file("a", 0755, new Identity(1001, 1000, List.of()));
            s.ok(s.as(MEMBER, () -> v.changeMode("a", 02755)));
            s.mode(02755, s.permissions("a"));
        });
        chmod.check("set-user-ID and sticky by the owner: set", (s, v) -> {
            s.file("a", 0755, OWNER);
            s.ok(s.as(OWNER, () -> v.changeMode("a", 05755)));
            s.mode(05755, s.permissions("a"));
        });
    }

    private static void owner(Catalogue.Group chown) {
        chown.check("user, group, both", (s, v) -> {
            s.file("a");
            s.ok(v.changeOwner("a", 5, 6));
            s.equal("5:6", s.status("a").owner(), "owner");
            s.ok(v.changeOwner("a", 7, -1));
            s.equal("7:6", s.status("a").owner(), "owner");
            s.ok(v.changeOwner("a", -1, 8));
            s.equal("7:8", s.status("a").owner(), "owner");
            s.ok(v.changeOwner("a", -1, -1));
            s.equal("7:8", s.status("a").owner(), "owner");
        });
        chown.check("numbers beyond 16 bits", (s, v) -> {
            s.file("a");
            s.ok(v.changeOwner("a", 0x7ffffffe, 100_000));
            s.equal("2147483646:100000", s.status("a").owner(), "owner");
        });
        chown.check("by descriptor, also one for reading", (s, v) -> {
            s.file("a");
            s.ok(v.changeOwner(s.descriptor("a", READ_ONLY), 5, 6));
            s.equal("5:6", s.status("a").owner(), "owner");
        });
        chown.check("a link is followed, or not", (s, v) -> {
            s.file("a");
            s.symbolicLink("a", "l");
            s.ok(v.changeOwner("l", 5, 6));
            s.equal("0:0", s.status("a").owner(), "owner");
            s.equal("5:6", s.status("l").owner(), "owner of the link");
            s.ok(v.changeOwnerFollowed("l", 7, 8));
            s.equal("7:8", s.status("a").owner(), "owner");
            s.equal("5:6", s.status("l").owner(), "owner of the link");
        });
        chown.check("nothing: ENOENT; a file on the way: ENOTDIR; a circle: ELOOP", (s, v) -> {
            s.file("a");
            s.symbolicLink("l", "l");
            s.refused(ENOENT, v.changeOwner("b", 5, 6));
            s.refused(ENOTDIR, v.changeOwner("a/b", 5, 6));
            s.refused(ELOOP, v.changeOwnerFollowed("l", 5, 6));
            s.refused(EBADF, v.changeOwner(-1, 5, 6));
        });
        chown.check("the time of change is set, that of modification stays", (s, v) -> {
            s.file("a");
            s.longAgo("a");
            s.changes("a", () -> v.changeOwner("a", 5, 6));
            s.equal(100_000_000_000_000_000L, s.status("a").modified(), "time of modification");
        });
        chown.check("directories, FIFOs and sockets", (s, v) -> {
            s.directory("d");
            s.ok(v.makeNode("p", FIFO_TYPE | 0644));
            s.ok(v.makeNode("s", SOCKET_TYPE | 0644));
            for (String path : List.of("d", "p", "s")) {
                s.ok(v.changeOwner(path, 5, 6));
                s.equal("5:6", s.status(path).owner(), "owner of " + path);
            }
        });
    }

    private static void whoMayChangeTheOwner(Catalogue.Group chown) {
        chown.check("to somebody else by the owner: EPERM", (s, v) -> {
            s.file("a", 0644, OWNER);
            s.refused(EPERM, s.as(OWNER, () -> v.changeOwner("a", 1001, -1)));
            s.ok(s.as(OWNER, () -> v.changeOwner("a", 1000, -1)));
        });
        chown.check("to a group of the owner's", (s, v) -> {
            s.file("a", 0644, MEMBER);
            s.ok(s.as(MEMBER, () -> v.changeOwner("a", -1, 1000)));
            s.equal("1001:1000", s.status("a").owner(), "owner");
            s.ok(s.as(MEMBER, () -> v.changeOwner("a", 1001, 1001)));
        });
        chown.check("to another group by the owner: EPERM", (s, v) -> {
            s.file("a", 0644, OWNER);
            s.refused(EPERM, s.as(OWNER, () -> v.changeOwner("a", -1, 1002)));
        });
        chown.check("by a stranger: EPERM", (s, v) -> {
            s.file("a", 0666, OWNER);
            s.refused(EPERM, s.as(STRANGER, () -> v.changeOwner("a", 1002, -1)));
            s.refused(EPERM, s.as(STRANGER, () -> v.changeOwner("a", -1, 1002)));
        });
        chown.check("to nobody new by a stranger, whether refused or not, changes nothing", (s, v) -> {
            s.file("a", 06777, OWNER);
            s.keeps("a", () -> s.as(STRANGER, () -> v.changeOwner("a", -1, -1)));
            s.mode(06777, s.permissions("a"));
        });
        chown.check("by descriptor by a stranger: EPERM", (s, v) -> {
            s.file("a", 0666, OWNER);
            int file = s.descriptor("a", READ_WRITE);
            s.refused(EPERM, s.as(STRANGER, () -> v.changeOwner(file, 1002, 1002)));
        });
    }

    private static void setIds(Catalogue.Group bits) {
        bits.check("chown takes them from a file, root's too", (s, v) -> {
            s.file("a");
            s.mode("a", 06755);
            s.ok(v.changeOwner("a", 5, 6));
            s.mode(0755, s.permissions("a"));
        });
        bits.check("chown leaves a file's set-group-ID that no group may execute", (s, v) -> {
            s.file("a");
            s.mode("a", 06745);
            s.ok(v.changeOwner("a", 5, 6));
            s.mode(02745, s.permissions("a"));
        });
        bits.check("chown leaves a directory's", (s, v) -> {
            s.directory("d", 06755);
            s.ok(v.changeOwner("d", 5, 6));
            s.mode(06755, s.permissions("d"));
        });
        bits.check("a stranger's write takes them", (s, v) -> {
            s.file("a", 06777, OWNER);
            s.ok(s.as(STRANGER, () -> v.write((int) s.ok(v.open("a", WRITE_ONLY, 0)), 0, Scene.bytes("x"))));
            s.mode(0777, s.permissions("a"));
        });
        bits.check("the owner's write takes them", (s, v) -> {
            s.file("a", 06777, OWNER);
            s.ok(s.as(OWNER, () -> v.write((int) s.ok(v.open("a", WRITE_ONLY, 0)), 0, Scene.bytes("x"))));
            s.mode(0777, s.permissions("a"));
        });
        bits.check("root's write leaves them", (s, v) -> {
            s.file("a", 06777, OWNER);
            s.write(s.descriptor("a", WRITE_ONLY), 0, "x");
            s.mode(06777, s.permissions("a"));
        });
        bits.check("a stranger's open alone leaves them", (s, v) -> {
            s.file("a", 06777, OWNER);
            s.ok(s.as(STRANGER, () -> v.open("a", READ_WRITE, 0)));
            s.mode(06777, s.permissions("a"));
        });
        bits.check("truncate, ftruncate and O_TRUNC take them", (s, v) -> {
            for (String path : List.of("a", "b", "c")) {
                s.file(path, "content");
                s.owner(path, OWNER);
                s.mode(path, 06777);
            }
            s.ok(s.as(STRANGER, () -> v.truncate("a", 3)));
            s.ok(s.as(STRANGER, () -> v.truncate((int) s.ok(v.open("b", WRITE_ONLY, 0)), 3)));
            s.ok(s.as(STRANGER, () -> v.open("c", WRITE_ONLY | TRUNCATE, 0)));
            s.mode(0777, s.permissions("a"));
            s.mode(0777, s.permissions("b"));
            s.mode(0777, s.permissions("c"));
        });
        bits.check("fallocate takes them", (s, v) -> {
            s.file("a", 06777, OWNER);
            s.ok(s.as(STRANGER, () -> v.allocate((int) s.ok(v.open("a", WRITE_ONLY, 0)), 0, 0, 4096)));
            s.mode(0777, s.permissions("a"));
        });
        bits.check("link, rename and reading leave them", (s, v) -> {
            s.directory("d", 0777);
            s.file("d/a", 06777, STRANGER);
            s.ok(s.as(STRANGER, () -> v.rename("d/a", "d/b", 0)));
            s.ok(s.as(STRANGER, () -> v.link("d/b", "d/c")));
            s.ok(s.as(STRANGER, () -> v.read((int) s.ok(v.open("d/b", READ_ONLY, 0)), 0, 10)));
            s.mode(06777, s.permissions("d/b"));
        });
    }

    private static void access(Catalogue.Group access) {
        access.check("of nothing: ENOENT, with a file on the way: ENOTDIR", (s, v) -> {
            s.file("a");
            s.ok(v.access("a", IS_THERE));
            s.refused(ENOENT, v.access("b", IS_THERE));
            s.refused(ENOTDIR, v.access("a/b", IS_THERE));
        });
        Catalogue.Group others = access.needing(Need.PERMISSIONS);
        others.check("each right of each class", (s, v) -> {
            s.file("a", 0421, OWNER);
            s.ok(s.as(OWNER, () -> v.access("a", MAY_READ)));
            s.refused(EACCES, s.as(OWNER, () -> v.access("a", MAY_WRITE)));
            s.ok(s.as(MEMBER, () -> v.access("a", MAY_WRITE)));
            s.refused(EACCES, s.as(MEMBER, () -> v.access("a", MAY_READ | MAY_WRITE)));
            s.ok(s.as(STRANGER, () -> v.access("a", MAY_EXECUTE)));
            s.refused(EACCES, s.as(STRANGER, () -> v.access("a", MAY_READ)));
        });
        others.check("root may read and write, and execute what anybody may", (s, v) -> {
            s.file("a", 0);
            s.ok(v.access("a", MAY_READ | MAY_WRITE));
            s.refused(EACCES, v.access("a", MAY_EXECUTE));
            s.mode("a", 0001);
            s.ok(v.access("a", MAY_EXECUTE));
        });
        others.check("what is there can be found by whoever may search", (s, v) -> {
            s.directory("d", 0700);
            s.file("d/a", 0777);
            s.file("b", 0);
            s.refused(EACCES, s.as(STRANGER, () -> v.access("d/a", IS_THERE)));
            s.ok(s.as(STRANGER, () -> v.access("b", IS_THERE)));
        });
        others.check("follows a change of mode and of owner at once", (s, v) -> {
            s.file("a", 0600, OWNER);
            s.refused(EACCES, s.as(STRANGER, () -> v.access("a", MAY_READ)));
            s.mode("a", 0604);
            s.ok(s.as(STRANGER, () -> v.access("a", MAY_READ)));
            s.mode("a", 0600);
            s.refused(EACCES, s.as(STRANGER, () -> v.access("a", MAY_READ)));
            s.owner("a", STRANGER);
            s.ok(s.as(STRANGER, () -> v.access("a", MAY_READ)));
        });
    }
}
