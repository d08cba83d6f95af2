package dev.weir.testkit.posix;

import static dev.weir.Errno.EACCES;
import static dev.weir.Errno.EEXIST;
import static dev.weir.Errno.EINVAL;
import static dev.weir.Errno.EISDIR;
import static dev.weir.Errno.ELOOP;
import static dev.weir.Errno.ENAMETOOLONG;
import static dev.weir.Errno.ENOENT;
import static dev.weir.Errno.ENOTDIR;
import static dev.weir.Errno.EPERM;
import static dev.weir.testkit.posix.Identity.MEMBER;
import static dev.weir.testkit.posix.Identity.OWNER;
import static dev.weir.testkit.posix.Identity.STRANGER;
import static dev.weir.testkit.posix.PosixVolume.FIFO_TYPE;
import static dev.weir.testkit.posix.PosixVolume.LINK_TYPE;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;
import static dev.weir.testkit.posix.PosixVolume.READ_WRITE;
import static dev.weir.testkit.posix.PosixVolume.SOCKET_TYPE;

import java.util.List;

/** link(2), symlink(2), readlink(2) and unlink(2). */
final class LinkChecks {
    private LinkChecks() {}

    static void addTo(Catalogue catalogue) {
        link(catalogue.group("link"));
        symbolicLink(catalogue.group("symlink"));
        unlink(catalogue.group("unlink"));
        permissions(catalogue);
    }

    private static void link(Catalogue.Group link) {
        link.check("two names are one file", (s, v) -> {
            s.file("a", "content");
            s.ok(v.link("a", "b"));
            s.equal(s.status("a").inode(), s.status("b").inode(), "inode");
            s.equal(2L, s.status("a").links(), "links");
            s.ok(v.truncate("b", 3));
            s.equal("con", s.content("a"), "content");
        });
        link.check("what is changed by one name is seen by the other", (s, v) -> {
            s.file("a");
            s.ok(v.link("a", "b"));
            s.equal(0L, s.status("b").size(), "size");
            s.mode("a", 0600);
            s.mode(0600, s.permissions("b"));
            s.ok(v.changeOwner("b", 5, 6));
            s.equal("5:6", s.status("a").owner(), "owner");
            int open = s.descriptor("a", READ_WRITE);
            s.write(open, 0, "content");
            s.equal(7L, s.status("b").size(), "size");
        });
        link.check("from one directory to another", (s, v) -> {
            s.directory("d");
            s.file("a");
            s.ok(v.link("a", "d/b"));
            s.ok(v.link("d/b", "c"));
            s.equal(3L, s.status("c").links(), "links");
        });
        link.check("the new name is there: EEXIST", (s, v) -> {
            s.file("a");
            s.file("b");
            s.directory("d");
            s.symbolicLink("nothing", "l");
            s.refused(EEXIST, v.link("a", "b"));
            s.refused(EEXIST, v.link("a", "a"));
            s.refused(EEXIST, v.link("a", "d"));
            s.refused(EEXIST, v.link("a", "l"));
        });
        link.check("nothing, or no directory on the way: ENOENT", (s, v) -> {
            s.file("a");
            s.refused(ENOENT, v.link("b", "c"));
            s.refused(ENOENT, v.link("a", "d/b"));
            s.refused(ENOENT, v.link("d/a", "b"));
        });
        link.check("a file on the way: ENOTDIR", (s, v) -> {
            s.file("a");
            s.file("b");
            s.refused(ENOTDIR, v.link("a/c", "d"));
            s.refused(ENOTDIR, v.link("a", "b/c"));
        });
        link.check("a directory: EPERM", (s, v) -> {
            s.directory("d");
            s.refused(EPERM, v.link("d", "e"));
        });
        link.check("a symbolic link is linked itself", (s, v) -> {
            s.file("a");
            s.symbolicLink("a", "l");
            s.ok(v.link("l", "m"));
            s.equal(LINK_TYPE, s.status("m").type(), "type");
            s.equal(2L, s.status("l").links(), "links");
            s.equal(1L, s.status("a").links(), "links");
        });
        link.check("with AT_SYMLINK_FOLLOW what it leads to is linked", (s, v) -> {
            s.file("a");
            s.symbolicLink("a", "l");
            s.ok(v.linkFollowed("l", "b"));
            s.equal(s.status("a").inode(), s.status("b").inode(), "inode");
        });
        link.check("a FIFO and a socket", (s, v) -> {
            s.ok(v.makeNode("p", FIFO_TYPE | 0644));
            s.ok(v.makeNode("s", SOCKET_TYPE | 0644));
            s.ok(v.link("p", "q"));
            s.ok(v.link("s", "t"));
            s.equal(2L, s.status("p").links(), "links");
        });
        link.check("the file's time of change and the directory's times are set", (s, v) -> {
            s.directory("d");
            s.file("a");
            long before = s.status("a").changed();
            s.modifies("d", () -> v.link("a", "d/b"));
            s.holds(s.status("a").changed() > before, "the time of change goes on");
        });
        link.check("the file's time of modification stays", (s, v) -> {
            s.file("a");
            s.longAgo("a");
            s.ok(v.link("a", "b"));
            s.equal(100_000_000_000_000_000L, s.status("a").modified(), "time of modification");
        });
    }

    private static void symbolicLink(Catalogue.Group link) {
        link.check("its text comes back byte by byte, its size is its length", (s, v) -> {
            String target = "a\u00ff//../b ";
            s.symbolicLink(target, "l");
            s.equal(target, v.readLink("l").data(), "target");
            s.equal((long) target.length(), s.status("l").size(), "size");
            s.equal(LINK_TYPE | 0777, s.status("l").mode(), "mode");
        });
        link.check("4,095 bytes, and no more", (s, v) -> {
            String target = "t".repeat(4095);
            s.symbolicLink(target, "l");
            s.equal(target, v.readLink("l").data(), "target");
            s.refused(ENAMETOOLONG, v.symbolicLink(target + "t", "m"));
        });
        link.check("a short text and one of a block", (s, v) -> {
            for (int length : new int[] {1, 59, 60, 61, 1023, 1024, 1025}) {
                s.symbolicLink("t".repeat(length), "l" + length);
                s.equal((long) length, v.readLink("l" + length).value(), "length");
            }
        });
        link.check("no text: ENOENT", (s, v) -> s.refused(ENOENT, v.symbolicLink("", "l")));
        link.check("the name is there: EEXIST", (s, v) -> {
            s.file("a");
            s.directory("d");
            s.refused(EEXIST, v.symbolicLink("x", "a"));
            s.refused(EEXIST, v.symbolicLink("x", "d"));
        });
        link.check("no directory on the way: ENOENT; a file: ENOTDIR", (s, v) -> {
            s.file("a");
            s.refused(ENOENT, v.symbolicLink("x", "d/l"));
            s.refused(ENOTDIR, v.symbolicLink("x", "a/l"));
        });
        link.check("readlink of what is no link: EINVAL", (s, v) -> {
            s.file("a");
            s.directory("d");
            s.refused(EINVAL, v.readLink("a"));
            s.refused(EINVAL, v.readLink("d"));
            s.refused(ENOENT, v.readLink("nothing"));
        });
        link.check("the directory's times are set", (s, v) -> {
            s.directory("d");
            s.modifies("d", () -> v.symbolicLink("x", "d/l"));
        });
        link.check("the end of a loop is not looked for when the link itself is meant", (s, v) -> {
            s.symbolicLink("l", "l");
            s.equal(LINK_TYPE, s.status("l").type(), "type");
            s.refused(ELOOP, v.status("l", true).answer());
            s.ok(v.rename("l", "m", 0));
            s.ok(v.unlink("m"));
        });
    }

    private static void unlink(Catalogue.Group unlink) {
        unlink.check("nothing: ENOENT; a file on the way: ENOTDIR", (s, v) -> {
            s.file("a");
            s.refused(ENOENT, v.unlink("b"));
            s.refused(ENOENT, v.unlink("d/b"));
            s.refused(ENOTDIR, v.unlink("a/b"));
        });
        unlink.check("a directory: EISDIR", (s, v) -> {
            s.directory("d");
            s.refused(EISDIR, v.unlink("d"));
        });
        unlink.check("a file with a slash behind: ENOTDIR", (s, v) -> {
            s.file("a");
            s.refused(ENOTDIR, v.unlink("a/"));
            s.holds(s.exists("a"), "the file is there");
        });
        unlink.check("a link goes, not what it leads to", (s, v) -> {
            s.file("a");
            s.symbolicLink("a", "l");
            s.ok(v.unlink("l"));
            s.holds(s.exists("a") && !s.exists("l"), "the link alone has gone");
        });
        unlink.check("the other names stay, one link less", (s, v) -> {
            s.file("a", "content");
            s.ok(v.link("a", "b"));
            s.changes("b", () -> v.unlink("a"));
            s.equal(1L, s.status("b").links(), "links");
            s.equal("content", s.content("b"), "content");
        });
        unlink.check("the directory's times are set", (s, v) -> {
            s.directory("d");
            s.file("d/a");
            s.modifies("d", () -> v.unlink("d/a"));
        });
        unlink.check("a FIFO, a socket", (s, v) -> {
            s.ok(v.makeNode("p", FIFO_TYPE | 0644));
            s.ok(v.makeNode("s", SOCKET_TYPE | 0644));
            s.ok(v.unlink("p"));
            s.ok(v.unlink("s"));
            s.equal(List.of(), s.names("."), "names");
        });
        unlink.check("the name is free for another file at once", (s, v) -> {
            s.file("a", "first");
            int first = s.descriptor("a", READ_ONLY);
            s.ok(v.unlink("a"));
            s.file("a", "second");
            s.equal("second", s.content("a"), "content");
            s.equal("first", s.read(first, 0, 100), "content");
            s.holds(v.status(first).inode() != s.status("a").inode(), "they are two files");
        });
        unlink.check("a removed name is not found again", (s, v) -> {
            s.file("a");
            s.status("a");
            s.ok(v.unlink("a"));
            s.refused(ENOENT, v.status("a", false).answer());
            s.refused(ENOENT, v.open("a", READ_ONLY, 0));
            s.refused(ENOENT, v.unlink("a"));
        });
    }

    private static void permissions(Catalogue catalogue) {
        Catalogue.Group unlink = catalogue.group("unlink").needing(Need.PERMISSIONS);
        unlink.check("without the right to write the directory: EACCES", (s, v) -> {
            s.directory("d");
            s.file("d/a", 0666, STRANGER);
            s.refused(EACCES, s.as(STRANGER, () -> v.unlink("d/a")));
        });
        unlink.check("the right to the directory is enough", (s, v) -> {
            s.directory("d", 0777);
            s.file("d/a", 0, OWNER);
            s.ok(s.as(STRANGER, () -> v.unlink("d/a")));
        });
        unlink.check("from a sticky directory by a stranger: EPERM, by the owner of either", (s, v) -> {
            s.directory("d", 01777, MEMBER);
            s.file("d/a", 0666, OWNER);
            s.file("d/b", 0666, OWNER);
            s.refused(EPERM, s.as(STRANGER, () -> v.unlink("d/a")));
            s.ok(s.as(OWNER, () -> v.unlink("d/a")));
            s.ok(s.as(MEMBER, () -> v.unlink("d/b")));
        });
        Catalogue.Group link = catalogue.group("link").needing(Need.PERMISSIONS);
        link.check("without the right to write the directory: EACCES", (s, v) -> {
            s.directory("d");
            s.file("a", 0666, STRANGER);
            s.refused(EACCES, s.as(STRANGER, () -> v.link("a", "d/a")));
        });
        Catalogue.Group symbolic = catalogue.group("symlink");
        symbolic.needing(Need.PERMISSIONS).check("without the right to write the directory: EACCES", (s, v) -> {
            s.directory("d");
            s.refused(EACCES, s.as(STRANGER, () -> v.symbolicLink("x", "d/l")));
        });
        symbolic.needing(Need.UMASK).check("it belongs to who makes it, and the umask does not count", (s, v) -> {
            s.directory("d", 0777);
            s.ok(s.under(077, () -> s.as(STRANGER, () -> v.symbolicLink("x", "d/l"))));
            s.equal("1002:1002", s.status("d/l").owner(), "owner");
            s.mode(0777, s.permissions("d/l"));
        });
    }
}
