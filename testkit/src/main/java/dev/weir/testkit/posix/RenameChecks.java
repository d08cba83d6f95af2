package dev.weir.testkit.posix;

import static dev.weir.Errno.EACCES;
import static dev.weir.Errno.EBUSY;
import static dev.weir.Errno.EEXIST;
import static dev.weir.Errno.EINVAL;
import static dev.weir.Errno.EISDIR;
import static dev.weir.Errno.ENOENT;
import static dev.weir.Errno.ENOTDIR;
import static dev.weir.Errno.ENOTEMPTY;
import static dev.weir.Errno.EPERM;
import static dev.weir.testkit.posix.Identity.OWNER;
import static dev.weir.testkit.posix.Identity.STRANGER;
import static dev.weir.testkit.posix.PosixVolume.CHARACTER_TYPE;
import static dev.weir.testkit.posix.PosixVolume.CREATE;
import static dev.weir.testkit.posix.PosixVolume.DIRECTORY;
import static dev.weir.testkit.posix.PosixVolume.FIFO_TYPE;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;
import static dev.weir.testkit.posix.PosixVolume.READ_WRITE;
import static dev.weir.testkit.posix.PosixVolume.RENAME_EXCHANGE;
import static dev.weir.testkit.posix.PosixVolume.RENAME_NO_REPLACE;
import static dev.weir.testkit.posix.PosixVolume.RENAME_WHITEOUT;
import static dev.weir.testkit.posix.PosixVolume.SOCKET_TYPE;

import java.util.List;

/** rename(2) and renameat2(2). */
final class RenameChecks {
    private RenameChecks() {}

    static void addTo(Catalogue catalogue) {
        Catalogue.Group rename = catalogue.group("rename");
        files(rename);
        directories(rename);
        refusals(rename);
        times(rename);
        permissions(rename.needing(Need.PERMISSIONS));
        noReplace(catalogue.group("renameat2 NOREPLACE"));
        exchange(catalogue.group("renameat2 EXCHANGE"));
        whiteout(catalogue.group("renameat2 WHITEOUT"));
    }

    private static void files(Catalogue.Group rename) {
        rename.check("the file has another name and is the same", (s, v) -> {
            s.file("a", "content");
            long inode = s.status("a").inode();
            s.ok(v.rename("a", "b", 0));
            s.holds(!s.exists("a"), "the old name is gone");
            s.equal(inode, s.status("b").inode(), "inode");
            s.equal("content", s.content("b"), "content");
        });
        rename.check("to another directory", (s, v) -> {
            s.directory("d");
            s.file("a", "content");
            s.ok(v.rename("a", "d/b", 0));
            s.equal("content", s.content("d/b"), "content");
            s.equal(List.of("d"), s.names("."), "names");
        });
        rename.check("a file that is there is replaced", (s, v) -> {
            s.file("a", "new");
            s.file("b", "old");
            int old = s.descriptor("b", READ_ONLY);
            s.ok(v.rename("a", "b", 0));
            s.equal("new", s.content("b"), "content");
            s.equal("old", s.read(old, 0, 100), "content of what was replaced");
            s.equal(0L, v.status(old).links(), "links of what was replaced");
        });
        rename.check("what is replaced keeps its other names", (s, v) -> {
            s.file("a");
            s.file("b", "old");
            s.ok(v.link("b", "c"));
            s.changes("c", () -> v.rename("a", "b", 0));
            s.equal("old", s.content("c"), "content");
            s.equal(1L, s.status("c").links(), "links");
        });
        rename.check("to itself does nothing", (s, v) -> {
            s.file("a", "content");
            s.ok(v.rename("a", "a", 0));
            s.equal("content", s.content("a"), "content");
        });
        rename.check("to another name of the same file does nothing", (s, v) -> {
            s.file("a");
            s.ok(v.link("a", "b"));
            s.ok(v.rename("a", "b", 0));
            s.equal(List.of("a", "b"), s.names("."), "names");
            s.equal(2L, s.status("a").links(), "links");
        });
        rename.check("a link is renamed, not what it leads to", (s, v) -> {
            s.file("a");
            s.symbolicLink("a", "l");
            s.ok(v.rename("l", "m", 0));
            s.equal(List.of("a", "m"), s.names("."), "names");
            s.equal("a", v.readLink("m").data(), "target");
        });
        rename.check("a link that is there is replaced, not what it leads to", (s, v) -> {
            s.file("a", "content");
            s.file("b", "other");
            s.symbolicLink("b", "l");
            s.ok(v.rename("a", "l", 0));
            s.equal("content", s.content("l"), "content");
            s.equal("other", s.content("b"), "content");
        });
        rename.check("FIFOs and sockets", (s, v) -> {
            s.ok(v.makeNode("p", FIFO_TYPE | 0644));
            s.ok(v.makeNode("s", SOCKET_TYPE | 0644));
            s.ok(v.rename("p", "q", 0));
            s.ok(v.rename("s", "q", 0));
            s.equal(SOCKET_TYPE, s.status("q").type(), "type");
        });
        rename.check("mode, owner, times and links stay", (s, v) -> {
            s.file("a", 0640, OWNER);
            s.longAgo("a");
            s.ok(v.link("a", "b"));
            FileStatus before = s.status("a");
            s.ok(v.rename("a", "c", 0));
            FileStatus after = s.status("c");
            s.equal(before.mode(), after.mode(), "mode");
            s.equal(before.owner(), after.owner(), "owner");
            s.equal(before.modified(), after.modified(), "time of modification");
            s.equal(2L, after.links(), "links");
        });
    }

    private static void directories(Catalogue.Group rename) {
        rename.check("a directory goes with all that is in it", (s, v) -> {
            s.directory("d");
            s.file("d/a", "content");
            s.directory("e");
            s.ok(v.rename("d", "e/f", 0));
            s.equal("content", s.content("e/f/a"), "content");
        });
        rename.check("links of the directories above are counted", (s, v) -> {
            s.directory("d");
            s.directory("d/f");
            s.directory("e");
            s.ok(v.rename("d/f", "e/f", 0));
            s.equal(2L, s.status("d").links(), "links of the one that it left");
            s.equal(3L, s.status("e").links(), "links of the one that it came to");
            s.equal(s.status("e").inode(), s.status("e/f/..").inode(), "inode of the two dots");
        });
        rename.check("an empty directory is replaced", (s, v) -> {
            s.directory("d");
            s.file("d/a");
            s.directory("e");
            s.ok(v.rename("d", "e", 0));
            s.equal(List.of("e"), s.names("."), "names");
            s.equal(List.of("a"), s.names("e"), "names");
        });
        rename.check("links are counted where a directory is replaced", (s, v) -> {
            s.directory("p");
            s.directory("p/d");
            s.directory("p/e");
            s.ok(v.rename("p/d", "p/e", 0));
            s.equal(3L, s.status("p").links(), "links");
        });
        rename.check("a directory that is not empty: ENOTEMPTY", (s, v) -> {
            s.directory("d");
            s.directory("e");
            s.file("e/a");
            Answer answer = v.rename("d", "e", 0);
            s.holds(answer.errno() == ENOTEMPTY || answer.errno() == EEXIST, "ENOTEMPTY or EEXIST");
        });
        rename.check("a file to a directory: EISDIR; a directory to a file: ENOTDIR", (s, v) -> {
            s.file("a");
            s.directory("d");
            s.refused(EISDIR, v.rename("a", "d", 0));
            s.refused(ENOTDIR, v.rename("d", "a", 0));
        });
        rename.check("a directory into itself: EINVAL", (s, v) -> {
            s.directory("d");
            s.directory("d/e");
            s.refused(EINVAL, v.rename("d", "d/f", 0));
            s.refused(EINVAL, v.rename("d", "d/e/f", 0));
        });
        rename.check("a directory to one above it: ENOTEMPTY", (s, v) -> {
            s.directory("d");
            s.directory("d/e");
            s.refused(ENOTEMPTY, v.rename("d/e", "d", 0));
        });
        rename.check("slashes behind directories do no harm", (s, v) -> {
            s.directory("d");
            s.ok(v.rename("d/", "e/", 0));
            s.holds(s.exists("e"), "the directory is there");
        });
        rename.check("what is open in a directory that moves goes on", (s, v) -> {
            s.directory("d");
            s.file("d/a", "content");
            int open = s.descriptor("d/a", READ_WRITE);
            int directory = s.descriptor("d", READ_ONLY | DIRECTORY);
            s.ok(v.rename("d", "e", 0));
            s.write(open, 0, "C");
            s.equal("Content", s.content("e/a"), "content");
            s.ok(v.openAt(directory, "b", READ_WRITE | CREATE, 0644));
            s.equal(List.of("a", "b"), s.names("e"), "names");
        });
    }

    private static void refusals(Catalogue.Group rename) {
        rename.check("nothing: ENOENT", (s, v) -> {
            s.file("a");
            s.refused(ENOENT, v.rename("b", "c", 0));
            s.refused(ENOENT, v.rename("a", "d/b", 0));
            s.refused(ENOENT, v.rename("d/a", "b", 0));
        });
        rename.check("a file on the way: ENOTDIR", (s, v) -> {
            s.file("a");
            s.file("b");
            s.refused(ENOTDIR, v.rename("a/c", "d", 0));
            s.refused(ENOTDIR, v.rename("a", "b/c", 0));
        });
        rename.check("a file with a slash behind: ENOTDIR", (s, v) -> {
            s.file("a");
            s.refused(ENOTDIR, v.rename("a/", "b", 0));
            s.refused(ENOTDIR, v.rename("a", "b/", 0));
        });
        rename.check("the dots: EBUSY", (s, v) -> {
            s.directory("d");
            s.directory("e");
            s.refused(EBUSY, v.rename("d/.", "f", 0));
            s.refused(EBUSY, v.rename("d/..", "f", 0));
            s.refused(EBUSY, v.rename("d", "e/.", 0));
        });
        rename.check("flags that there are not, or not together: EINVAL", (s, v) -> {
            s.file("a");
            s.file("b");
            s.refused(EINVAL, v.rename("a", "c", 8));
            s.refused(EINVAL, v.rename("a", "b", RENAME_NO_REPLACE | RENAME_EXCHANGE));
            s.refused(EINVAL, v.rename("a", "b", RENAME_WHITEOUT | RENAME_EXCHANGE));
        });
    }

    private static void times(Catalogue.Group rename) {
        rename.check("both directories' times are set", (s, v) -> {
            s.directory("d");
            s.directory("e");
            s.file("d/a");
            s.longAgo("e");
            s.modifies("d", () -> v.rename("d/a", "e/a", 0));
            s.holds(s.status("e").modified() > 1_000_000_000_000_000_000L, "the other's time of modification is now");
        });
        rename.check("the file's time of change is set", (s, v) -> {
            s.file("a");
            long before = s.status("a").changed();
            s.pause();
            s.ok(v.rename("a", "b", 0));
            s.holds(s.status("b").changed() > before, "the time of change goes on");
        });
        rename.check("a refused one changes no time", (s, v) -> {
            s.directory("d");
            s.file("d/a");
            s.directory("e");
            s.keeps("d", () -> v.rename("d/a", "e", 0));
        });
    }

    private static void permissions(Catalogue.Group rename) {
        rename.check("without the right to write either directory: EACCES", (s, v) -> {
            s.directory("d");
            s.directory("e", 0777);
            s.file("d/a", 0666, STRANGER);
            s.file("e/b", 0666, STRANGER);
            s.refused(EACCES, s.as(STRANGER, () -> v.rename("d/a", "e/a", 0)));
            s.refused(EACCES, s.as(STRANGER, () -> v.rename("e/b", "d/b", 0)));
        });
        rename.check("from a sticky directory by a stranger: EPERM", (s, v) -> {
            s.directory("d", 01777);
            s.file("d/a", 0666, OWNER);
            s.refused(EPERM, s.as(STRANGER, () -> v.rename("d/a", "d/b", 0)));
            s.ok(s.as(OWNER, () -> v.rename("d/a", "d/b", 0)));
        });
        rename.check("over a stranger's file in a sticky directory: EPERM", (s, v) -> {
            s.directory("d", 01777);
            s.file("d/a", 0666, STRANGER);
            s.file("d/b", 0666, OWNER);
            s.refused(EPERM, s.as(STRANGER, () -> v.rename("d/a", "d/b", 0)));
        });
        rename.check("somebody's directory goes to another directory only with the right to write it", (s, v) -> {
            s.directory("d", 0777);
            s.directory("e", 0777);
            s.directory("d/f", 0755, OWNER);
            s.refused(EACCES, s.as(STRANGER, () -> v.rename("d/f", "e/f", 0)));
            s.ok(s.as(STRANGER, () -> v.rename("d/f", "d/g", 0)));
        });
    }

    private static void noReplace(Catalogue.Group rename) {
        rename.check("the new name is free: renamed", (s, v) -> {
            s.file("a", "content");
            s.ok(v.rename("a", "b", RENAME_NO_REPLACE));
            s.equal("content", s.content("b"), "content");
        });
        rename.check("the new name is there: EEXIST", (s, v) -> {
            s.file("a", "one");
            s.file("b", "two");
            s.directory("d");
            s.symbolicLink("nothing", "l");
            s.refused(EEXIST, v.rename("a", "b", RENAME_NO_REPLACE));
            s.refused(EEXIST, v.rename("a", "d", RENAME_NO_REPLACE));
            s.refused(EEXIST, v.rename("a", "l", RENAME_NO_REPLACE));
            s.refused(EEXIST, v.rename("a", "a", RENAME_NO_REPLACE));
            s.equal("two", s.content("b"), "content");
        });
    }

    private static void exchange(Catalogue.Group rename) {
        rename.check("two files", (s, v) -> {
            s.file("a", "one");
            s.file("b", "two");
            s.ok(v.rename("a", "b", RENAME_EXCHANGE));
            s.equal("two", s.content("a"), "content");
            s.equal("one", s.content("b"), "content");
        });
        rename.check("a file and a directory that is not empty, in two directories", (s, v) -> {
            s.directory("d");
            s.directory("d/e");
            s.file("d/e/x", "content");
            s.file("a", "file");
            s.ok(v.rename("d/e", "a", RENAME_EXCHANGE));
            s.equal("file", s.content("d/e"), "content");
            s.equal("content", s.content("a/x"), "content");
            s.equal(2L, s.status("d").links(), "links");
            s.equal(s.status(".").inode(), s.status("a/..").inode(), "inode of the two dots");
        });
        rename.check("a link and a file", (s, v) -> {
            s.file("a", "content");
            s.symbolicLink("x", "l");
            s.ok(v.rename("a", "l", RENAME_EXCHANGE));
            s.equal("x", v.readLink("a").data(), "target");
            s.equal("content", s.content("l"), "content");
        });
        rename.check("nothing at one end: ENOENT", (s, v) -> {
            s.file("a");
            s.refused(ENOENT, v.rename("a", "b", RENAME_EXCHANGE));
            s.refused(ENOENT, v.rename("b", "a", RENAME_EXCHANGE));
        });
        rename.check("a directory with what is in it: EINVAL", (s, v) -> {
            s.directory("d");
            s.directory("d/e");
            s.refused(EINVAL, v.rename("d", "d/e", RENAME_EXCHANGE));
            s.refused(EINVAL, v.rename("d/e", "d", RENAME_EXCHANGE));
        });
        rename.check("both files' times of change are set", (s, v) -> {
            s.file("a");
            s.file("b");
            long one = s.status("a").changed();
            long two = s.status("b").changed();
            s.pause();
            s.ok(v.rename("a", "b", RENAME_EXCHANGE));
            s.holds(s.status("a").changed() > two, "the second's time of change goes on");
            s.holds(s.status("b").changed() > one, "the first's time of change goes on");
        });
    }

    private static void whiteout(Catalogue.Group rename) {
        rename.check("a device 0:0 stays behind", (s, v) -> {
            s.file("a", "content");
            s.ok(v.rename("a", "b", RENAME_WHITEOUT));
            s.equal("content", s.content("b"), "content");
            s.equal(CHARACTER_TYPE, s.status("a").type(), "type");
            s.equal(0L, s.status("a").device(), "device");
        });
        rename.check("with NOREPLACE", (s, v) -> {
            s.file("a");
            s.file("b");
            s.refused(EEXIST, v.rename("a", "b", RENAME_WHITEOUT | RENAME_NO_REPLACE));
            s.ok(v.rename("a", "c", RENAME_WHITEOUT | RENAME_NO_REPLACE));
            s.equal(CHARACTER_TYPE, s.status("a").type(), "type");
        });
    }
}
