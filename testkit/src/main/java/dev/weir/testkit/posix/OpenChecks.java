package dev.weir.testkit.posix;

import static dev.weir.Errno.EACCES;
import static dev.weir.Errno.EBADF;
import static dev.weir.Errno.EISDIR;
import static dev.weir.Errno.ELOOP;
import static dev.weir.Errno.ENOENT;
import static dev.weir.Errno.ENOTDIR;
import static dev.weir.Errno.ENXIO;
import static dev.weir.Errno.EPERM;
import static dev.weir.Errno.ESPIPE;
import static dev.weir.testkit.posix.Identity.MEMBER;
import static dev.weir.testkit.posix.Identity.OWNER;
import static dev.weir.testkit.posix.Identity.STRANGER;
import static dev.weir.testkit.posix.PosixVolume.APPEND;
import static dev.weir.testkit.posix.PosixVolume.CREATE;
import static dev.weir.testkit.posix.PosixVolume.DIRECTORY;
import static dev.weir.testkit.posix.PosixVolume.FIFO_TYPE;
import static dev.weir.testkit.posix.PosixVolume.LINK_TYPE;
import static dev.weir.testkit.posix.PosixVolume.NO_ACCESS_TIME;
import static dev.weir.testkit.posix.PosixVolume.NO_FOLLOW;
import static dev.weir.testkit.posix.PosixVolume.PATH_ONLY;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;
import static dev.weir.testkit.posix.PosixVolume.READ_WRITE;
import static dev.weir.testkit.posix.PosixVolume.SEEK_START;
import static dev.weir.testkit.posix.PosixVolume.SOCKET_TYPE;
import static dev.weir.testkit.posix.PosixVolume.TRUNCATE;
import static dev.weir.testkit.posix.PosixVolume.WRITE_ONLY;

/** Opening what is there. */
final class OpenChecks {
    private OpenChecks() {}

    static void addTo(Catalogue catalogue) {
        Catalogue.Group open = catalogue.group("open");
        paths(open);
        links(open);
        directories(open);
        descriptors(open);
        permissions(open.needing(Need.PERMISSIONS));
        special(open.needing(Need.SPECIAL_FILES));
        pathOnly(open.needing(Need.KERNEL));
    }

    private static void paths(Catalogue.Group open) {
        open.check("a name that is not there: ENOENT", (s, v) -> s.refused(ENOENT, v.open("a", READ_ONLY, 0)));
        open.check(
                "a directory on the way that is not there: ENOENT",
                (s, v) -> s.refused(ENOENT, v.open("d/a", READ_WRITE | CREATE, 0644)));
        open.check("a file on the way: ENOTDIR", (s, v) -> {
            s.file("a");
            s.refused(ENOTDIR, v.open("a/b", READ_ONLY, 0));
            s.refused(ENOTDIR, v.open("a/b", READ_WRITE | CREATE, 0644));
        });
        open.check("a file with a slash behind: ENOTDIR", (s, v) -> {
            s.file("a");
            s.refused(ENOTDIR, v.open("a/", READ_ONLY, 0));
        });
        open.check("dots on the way", (s, v) -> {
            s.directory("d");
            s.file("a", "content");
            s.equal("content", s.content("./d/.././d/../a"), "content");
        });
        open.check("several slashes are one", (s, v) -> {
            s.directory("d");
            s.file("d/a", "content");
            s.equal("content", s.content("d///a"), "content");
        });
        open.needing(Need.KERNEL).check("an empty path: ENOENT", (s, v) -> {
            int here = s.descriptor(".", READ_ONLY | DIRECTORY);
            s.refused(ENOENT, v.openAt(here, "", READ_ONLY, 0));
        });
        open.needing(Need.KERNEL).check("a path relative to a file: ENOTDIR", (s, v) -> {
            s.file("a");
            s.refused(ENOTDIR, v.openAt(s.descriptor("a", READ_ONLY), "b", READ_ONLY, 0));
        });
        open.needing(Need.KERNEL)
                .check(
                        "a path relative to nothing open: EBADF",
                        (s, v) -> s.refused(EBADF, v.openAt(-1, "b", READ_ONLY, 0)));
    }

    private static void links(Catalogue.Group open) {
        open.check("a link is followed", (s, v) -> {
            s.file("a", "content");
            s.symbolicLink("a", "l");
            s.equal("content", s.content("l"), "content");
        });
        open.check("a link to a directory on the way is followed", (s, v) -> {
            s.directory("d");
            s.file("d/a", "content");
            s.symbolicLink("d", "l");
            s.equal("content", s.content("l/a"), "content");
        });
        open.check("a link is relative to where it is", (s, v) -> {
            s.directory("d");
            s.file("d/a", "content");
            s.symbolicLink("a", "d/l");
            s.equal("content", s.content("d/l"), "content");
        });
        open.check("a link to nothing: ENOENT", (s, v) -> {
            s.symbolicLink("nothing", "l");
            s.refused(ENOENT, v.open("l", READ_ONLY, 0));
        });
        open.check("links in a circle: ELOOP", (s, v) -> {
            s.symbolicLink("m", "l");
            s.symbolicLink("l", "m");
            s.refused(ELOOP, v.open("l", READ_ONLY, 0));
            s.refused(ELOOP, v.open("l/a", READ_ONLY, 0));
        });
        open.check("forty links are followed, one more is ELOOP", (s, v) -> {
            s.file("0", "content");
            for (int i = 1; i <= 41; i++) {
                s.symbolicLink(Integer.toString(i - 1), Integer.toString(i));
            }
            s.equal("content", s.content("40"), "content");
            s.refused(ELOOP, v.open("41", READ_ONLY, 0));
        });
        open.check("O_NOFOLLOW and a link: ELOOP", (s, v) -> {
            s.file("a");
            s.symbolicLink("a", "l");
            s.refused(ELOOP, v.open("l", READ_ONLY | NO_FOLLOW, 0));
        });
        open.check("O_NOFOLLOW and a link on the way: followed", (s, v) -> {
            s.directory("d");
            s.file("d/a");
            s.symbolicLink("d", "l");
            s.ok(v.open("l/a", READ_ONLY | NO_FOLLOW, 0));
        });
        open.check("O_DIRECTORY and O_NOFOLLOW and a link to a directory: ENOTDIR", (s, v) -> {
            s.directory("d");
            s.symbolicLink("d", "l");
            s.refused(ENOTDIR, v.open("l", READ_ONLY | DIRECTORY | NO_FOLLOW, 0));
        });
    }

    private static void directories(Catalogue.Group open) {
        open.check("a directory for writing: EISDIR", (s, v) -> {
            s.directory("d");
            s.refused(EISDIR, v.open("d", WRITE_ONLY, 0));
            s.refused(EISDIR, v.open("d", READ_WRITE, 0));
            s.refused(EISDIR, v.open("d", READ_ONLY | CREATE, 0644));
        });
        open.check("a directory for reading", (s, v) -> {
            s.directory("d");
            s.ok(v.open("d", READ_ONLY, 0));
            s.ok(v.open("d", READ_ONLY | DIRECTORY, 0));
        });
        open.check("O_DIRECTORY and a file: ENOTDIR", (s, v) -> {
            s.file("a");
            s.refused(ENOTDIR, v.open("a", READ_ONLY | DIRECTORY, 0));
        });
        open.check("a read of a directory: EISDIR", (s, v) -> {
            s.directory("d");
            s.refused(EISDIR, v.read(s.descriptor("d", READ_ONLY), 0, 10));
        });
    }

    private static void descriptors(Catalogue.Group open) {
        open.check("O_TRUNC empties the file", (s, v) -> {
            s.file("a", "content");
            s.descriptor("a", WRITE_ONLY | TRUNCATE);
            s.equal(0L, s.status("a").size(), "size");
        });
        open.check("O_TRUNC sets the times", (s, v) -> {
            s.file("a", "content");
            s.modifies("a", () -> v.open("a", WRITE_ONLY | TRUNCATE, 0));
        });
        open.check("without O_TRUNC nothing changes", (s, v) -> {
            s.file("a", "content");
            s.keeps("a", () -> v.open("a", READ_WRITE, 0));
            s.equal("content", s.content("a"), "content");
        });
        open.check("a write to what is open for reading: EBADF", (s, v) -> {
            s.file("a");
            s.refused(EBADF, v.write(s.descriptor("a", READ_ONLY), 0, Scene.bytes("x")));
        });
        open.check("a read of what is open for writing: EBADF", (s, v) -> {
            s.file("a");
            s.refused(EBADF, v.read(s.descriptor("a", WRITE_ONLY), 0, 10));
        });
        open.check("nothing open: EBADF", (s, v) -> {
            s.refused(EBADF, v.read(-1, 0, 1));
            s.refused(EBADF, v.write(-1, 0, Scene.bytes("x")));
            s.refused(EBADF, v.close(-1));
            s.refused(EBADF, v.truncate(-1, 0));
            s.refused(EBADF, v.sync(-1));
            s.refused(EBADF, v.status(-1).answer());
        });
        open.check("O_APPEND writes at the end, whatever the offset", (s, v) -> {
            s.file("a", "content");
            int append = s.descriptor("a", WRITE_ONLY | APPEND);
            s.write(append, 0, "more");
            s.equal("contentmore", s.content("a"), "content");
        });
        open.check("O_APPEND finds the end that another descriptor made", (s, v) -> {
            s.file("a", "content");
            int append = s.descriptor("a", WRITE_ONLY | APPEND);
            s.ok(v.truncate("a", 2));
            s.write(append, 0, "more");
            s.equal("comore", s.content("a"), "content");
        });
        open.check("two descriptors are the same file", (s, v) -> {
            s.file("a");
            int one = s.descriptor("a", READ_WRITE);
            int two = s.descriptor("a", READ_WRITE);
            s.write(one, 0, "content");
            s.equal("content", s.read(two, 0, 100), "content");
            s.equal(v.status(one).inode(), v.status(two).inode(), "inode");
        });
        open.check("a descriptor's permissions are those of the open", (s, v) -> {
            s.file("a");
            int file = s.descriptor("a", READ_WRITE);
            s.mode("a", 0);
            s.write(file, 0, "content");
            s.equal("content", s.read(file, 0, 100), "content");
        });
        open.check("a descriptor survives the rename of its file", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.rename("a", "b", 0));
            s.file("a", "other");
            s.write(file, 0, "C");
            s.equal("Content", s.content("b"), "content");
            s.equal("other", s.content("a"), "content");
        });
    }

    private static void permissions(Catalogue.Group open) {
        open.check("the owner's bits count for the owner alone", (s, v) -> {
            s.file("a", 0077, OWNER);
            s.refused(EACCES, s.as(OWNER, () -> v.open("a", READ_ONLY, 0)));
            s.ok(s.as(MEMBER, () -> v.open("a", READ_WRITE, 0)));
            s.ok(s.as(STRANGER, () -> v.open("a", READ_WRITE, 0)));
        });
        open.check("the group's bits count for supplementary members", (s, v) -> {
            s.file("a", 0606, OWNER);
            s.refused(EACCES, s.as(MEMBER, () -> v.open("a", READ_ONLY, 0)));
            s.ok(s.as(STRANGER, () -> v.open("a", READ_WRITE, 0)));
        });
        open.check("others' bits", (s, v) -> {
            s.file("a", 0664, OWNER);
            s.ok(s.as(STRANGER, () -> v.open("a", READ_ONLY, 0)));
            s.refused(EACCES, s.as(STRANGER, () -> v.open("a", WRITE_ONLY, 0)));
            s.refused(EACCES, s.as(STRANGER, () -> v.open("a", READ_WRITE, 0)));
        });
        open.check("root reads and writes whatever the mode", (s, v) -> {
            s.file("a", 0, OWNER);
            s.ok(v.open("a", READ_WRITE, 0));
        });
        open.check("a directory on the way that may not be searched: EACCES", (s, v) -> {
            s.directory("d", 0666, OWNER);
            s.file("d/a", 0666);
            s.refused(EACCES, s.as(OWNER, () -> v.open("d/a", READ_ONLY, 0)));
            s.refused(EACCES, s.as(STRANGER, () -> v.open("d/a", READ_ONLY, 0)));
        });
        open.check("search without read is enough for what is in a directory, and not for a list", (s, v) -> {
            s.directory("d", 0111);
            s.file("d/a", 0666);
            s.ok(s.as(STRANGER, () -> v.open("d/a", READ_WRITE, 0)));
            s.refused(EACCES, s.as(STRANGER, () -> v.open("d", READ_ONLY | DIRECTORY, 0)));
        });
        open.check("O_TRUNC without the right to write: EACCES, and nothing is lost", (s, v) -> {
            s.file("a", "content");
            s.refused(EACCES, s.as(STRANGER, () -> v.open("a", READ_ONLY | TRUNCATE, 0)));
            s.equal("content", s.content("a"), "content");
        });
        open.check("O_CREAT of what is there wants no right of the directory", (s, v) -> {
            s.directory("d");
            s.file("d/a", 0666);
            s.ok(s.as(STRANGER, () -> v.open("d/a", READ_WRITE | CREATE, 0644)));
        });
        open.check("O_NOATIME by a stranger: EPERM", (s, v) -> {
            s.file("a", 0666, OWNER);
            s.refused(EPERM, s.as(STRANGER, () -> v.open("a", READ_ONLY | NO_ACCESS_TIME, 0)));
            s.ok(s.as(OWNER, () -> v.open("a", READ_ONLY | NO_ACCESS_TIME, 0)));
        });
    }

    private static void special(Catalogue.Group open) {
        open.check("a FIFO for writing that nobody reads: ENXIO", (s, v) -> {
            s.ok(v.makeNode("p", FIFO_TYPE | 0644));
            s.refused(ENXIO, v.open("p", WRITE_ONLY, 0));
        });
        open.check("a FIFO takes what is written to whom reads", (s, v) -> {
            s.ok(v.makeNode("p", FIFO_TYPE | 0644));
            s.descriptor("p", READ_ONLY);
            s.descriptor("p", WRITE_ONLY);
        });
        open.check("a socket: ENXIO", (s, v) -> {
            s.ok(v.makeNode("s", SOCKET_TYPE | 0644));
            s.refused(ENXIO, v.open("s", READ_WRITE, 0));
        });
        open.check("a position in a FIFO: ESPIPE", (s, v) -> {
            s.ok(v.makeNode("p", FIFO_TYPE | 0644));
            int fifo = s.descriptor("p", READ_ONLY);
            s.refused(ESPIPE, v.seek(fifo, 0, SEEK_START));
            s.refused(ESPIPE, v.read(fifo, 0, 1));
        });
    }

    private static void pathOnly(Catalogue.Group open) {
        open.check("O_PATH of a link is the link", (s, v) -> {
            s.symbolicLink("nothing", "l");
            int link = s.descriptor("l", PATH_ONLY | NO_FOLLOW);
            s.equal(LINK_TYPE, v.status(link).orFail().type(), "type");
        });
        open.check("what is open by O_PATH can't be read, written or changed: EBADF", (s, v) -> {
            s.file("a");
            int path = s.descriptor("a", PATH_ONLY);
            s.refused(EBADF, v.read(path, 0, 1));
            s.refused(EBADF, v.write(path, 0, Scene.bytes("x")));
            s.refused(EBADF, v.truncate(path, 0));
            s.refused(EBADF, v.changeMode(path, 0600));
            s.refused(EBADF, v.changeOwner(path, 1, 1));
        });
        open.needing(Need.PERMISSIONS).check("O_PATH wants no right to the file", (s, v) -> {
            s.file("a", 0);
            s.ok(s.as(STRANGER, () -> v.open("a", PATH_ONLY, 0)));
        });
    }
}
