package dev.weir.testkit.posix;

import static dev.weir.Errno.EACCES;
import static dev.weir.Errno.EEXIST;
import static dev.weir.Errno.EINVAL;
import static dev.weir.Errno.ENOENT;
import static dev.weir.Errno.ENOTDIR;
import static dev.weir.Errno.EPERM;
import static dev.weir.testkit.posix.Identity.OWNER;
import static dev.weir.testkit.posix.Identity.STRANGER;
import static dev.weir.testkit.posix.PosixVolume.BLOCK_TYPE;
import static dev.weir.testkit.posix.PosixVolume.CHARACTER_TYPE;
import static dev.weir.testkit.posix.PosixVolume.DIRECTORY;
import static dev.weir.testkit.posix.PosixVolume.DIRECTORY_TYPE;
import static dev.weir.testkit.posix.PosixVolume.EXCLUSIVE;
import static dev.weir.testkit.posix.PosixVolume.FIFO_TYPE;
import static dev.weir.testkit.posix.PosixVolume.LINK_TYPE;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;
import static dev.weir.testkit.posix.PosixVolume.READ_WRITE;
import static dev.weir.testkit.posix.PosixVolume.REGULAR_TYPE;
import static dev.weir.testkit.posix.PosixVolume.SOCKET_TYPE;
import static dev.weir.testkit.posix.PosixVolume.UNNAMED;

import java.util.List;

/** mknod(2), and files without names: unlinked ones and those of O_TMPFILE. */
final class NodeChecks {
    private static final int DEVICE = 5 << 8 | 77;

    private NodeChecks() {}

    static void addTo(Catalogue catalogue) {
        nodes(catalogue.group("mknod"));
        unlinked(catalogue.group("unlinked file"));
        unnamed(catalogue.group("O_TMPFILE"));
    }

    private static void nodes(Catalogue.Group mknod) {
        mknod.check("FIFOs, sockets and files", (s, v) -> {
            for (int type : new int[] {FIFO_TYPE, SOCKET_TYPE, REGULAR_TYPE}) {
                String path = Integer.toOctalString(type);
                s.ok(v.makeNode(path, type | 0644));
                s.equal(type, s.status(path).type(), "type");
                s.equal(1L, s.status(path).links(), "links");
                s.equal(0L, s.status(path).size(), "size");
            }
        });
        mknod.check("devices have their numbers", (s, v) -> {
            s.ok(v.makeNode("c", CHARACTER_TYPE | 0600, DEVICE));
            s.ok(v.makeNode("b", BLOCK_TYPE | 0600, DEVICE + 1));
            s.equal((long) DEVICE, s.status("c").device(), "device");
            s.equal(CHARACTER_TYPE | 0600, s.status("c").mode(), "mode");
            s.equal(DEVICE + 1L, s.status("b").device(), "device");
            s.equal(BLOCK_TYPE | 0600, s.status("b").mode(), "mode");
        });
        mknod.check("no type is a file", (s, v) -> {
            s.ok(v.makeNode("a", 0644));
            s.equal(REGULAR_TYPE, s.status("a").type(), "type");
        });
        mknod.check("the name is there: EEXIST", (s, v) -> {
            s.file("a");
            s.symbolicLink("nothing", "l");
            s.refused(EEXIST, v.makeNode("a", FIFO_TYPE | 0644));
            s.refused(EEXIST, v.makeNode("l", FIFO_TYPE | 0644));
        });
        mknod.check("no directory on the way: ENOENT; a file: ENOTDIR", (s, v) -> {
            s.file("a");
            s.refused(ENOENT, v.makeNode("d/p", FIFO_TYPE | 0644));
            s.refused(ENOTDIR, v.makeNode("a/p", FIFO_TYPE | 0644));
        });
        mknod.check("entries are listed with their types", (s, v) -> {
            s.file("a");
            s.directory("d");
            s.symbolicLink("x", "l");
            s.ok(v.makeNode("p", FIFO_TYPE | 0644));
            s.ok(v.makeNode("s", SOCKET_TYPE | 0644));
            s.equal("a/8\nd/4\nl/10\np/1\ns/12", v.list(".").data(), "entries");
        });
        Catalogue.Group kernel = mknod.needing(Need.KERNEL);
        kernel.check("a directory: EPERM; a link: EINVAL", (s, v) -> {
            s.refused(EPERM, v.makeNode("d", DIRECTORY_TYPE | 0755));
            s.refused(EINVAL, v.makeNode("l", LINK_TYPE | 0777));
        });
        mknod.needing(Need.UMASK).check("umask and owner", (s, v) -> {
            s.directory("d", 0777);
            s.ok(s.under(027, () -> s.as(STRANGER, () -> v.makeNode("d/p", FIFO_TYPE | 0666))));
            s.mode(0640, s.permissions("d/p"));
            s.equal("1002:1002", s.status("d/p").owner(), "owner");
        });
        mknod.needing(Need.PERMISSIONS).check("a device by who is not root: EPERM", (s, v) -> {
            s.directory("d", 0777);
            s.refused(EPERM, s.as(STRANGER, () -> v.makeNode("d/c", CHARACTER_TYPE | 0600, DEVICE)));
            s.refused(EPERM, s.as(STRANGER, () -> v.makeNode("d/b", BLOCK_TYPE | 0600, DEVICE)));
        });
        mknod.needing(Need.PERMISSIONS).check("without the right to write the directory: EACCES", (s, v) -> {
            s.directory("d");
            s.refused(EACCES, s.as(STRANGER, () -> v.makeNode("d/p", FIFO_TYPE | 0644)));
        });
    }

    private static void unlinked(Catalogue.Group unlinked) {
        unlinked.check("is read, written and truncated", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.unlink("a"));
            s.write(file, 7, " more");
            s.equal("content more", s.read(file, 0, 100), "content");
            s.ok(v.truncate(file, 3));
            s.equal("con", s.read(file, 0, 100), "content");
        });
        unlinked.check("has no links, and its attributes can be changed", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.unlink("a"));
            s.ok(v.changeMode(file, 0600));
            s.ok(v.changeOwner(file, 5, 6));
            FileStatus status = v.status(file).orFail();
            s.equal(0L, status.links(), "links");
            s.equal("5:6", status.owner(), "owner");
            s.equal(7L, status.size(), "size");
        });
        unlinked.check("can't be linked again: ENOENT", (s, v) -> {
            s.file("a");
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.unlink("a"));
            s.refused(ENOENT, v.link(file, "b"));
        });
        unlinked.check("that has another name can be linked", (s, v) -> {
            s.file("a", "content");
            s.ok(v.link("a", "b"));
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.unlink("a"));
            s.ok(v.link(file, "c"));
            s.equal("content", s.content("c"), "content");
            s.equal(2L, v.status(file).links(), "links");
        });
        unlinked.check("two of them stay two", (s, v) -> {
            s.file("a", "one");
            int one = s.descriptor("a", READ_WRITE);
            s.ok(v.unlink("a"));
            s.file("a", "two");
            int two = s.descriptor("a", READ_WRITE);
            s.ok(v.unlink("a"));
            s.write(one, 3, "!");
            s.equal("one!", s.read(one, 0, 10), "content");
            s.equal("two", s.read(two, 0, 10), "content");
        });
        unlinked.needing(Need.MAPPINGS).check("is mapped", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.unlink("a"));
            s.ok(v.writeMapped(file, 0, Scene.bytes("C")));
            s.equal("Content", v.readMapped(file, 0, 7).data(), "content");
        });
        unlinked.check("a replaced one is one, too", (s, v) -> {
            s.file("a", "one");
            s.file("b", "two");
            int file = s.descriptor("b", READ_WRITE);
            s.ok(v.rename("a", "b", 0));
            s.write(file, 3, "!");
            s.equal("two!", s.read(file, 0, 10), "content");
            s.equal("one", s.content("b"), "content");
        });
        unlinked.needing(Need.KERNEL).check("a removed directory: nothing can be made in it, its dots stay", (s, v) -> {
            s.directory("d");
            int directory = s.descriptor("d", READ_ONLY | DIRECTORY);
            s.ok(v.removeDirectory("d"));
            s.refused(ENOENT, v.openAt(directory, "a", READ_ONLY, 0));
            s.ok(v.openAt(directory, ".", READ_ONLY, 0));
        });
    }

    private static void unnamed(Catalogue.Group unnamed) {
        unnamed.check("a file that no name leads to", (s, v) -> {
            s.directory("d");
            int file = (int) s.ok(v.open("d", READ_WRITE | UNNAMED, 0600));
            s.write(file, 0, "content");
            s.equal("content", s.read(file, 0, 100), "content");
            s.equal(0L, v.status(file).orFail().links(), "links");
            s.equal(REGULAR_TYPE | 0600, v.status(file).mode(), "mode");
            s.equal(List.of(), s.names("d"), "names");
        });
        unnamed.check("is given a name", (s, v) -> {
            s.directory("d");
            int file = (int) s.ok(v.open("d", READ_WRITE | UNNAMED, 0600));
            s.write(file, 0, "content");
            s.ok(v.link(file, "d/a"));
            s.equal("content", s.content("d/a"), "content");
            s.equal(1L, s.status("d/a").links(), "links");
            s.equal(v.status(file).inode(), s.status("d/a").inode(), "inode");
        });
        unnamed.check("and after a name another", (s, v) -> {
            int file = (int) s.ok(v.open(".", READ_WRITE | UNNAMED, 0600));
            s.ok(v.link(file, "a"));
            s.ok(v.unlink("a"));
            s.refused(ENOENT, v.link(file, "b"));
        });
        unnamed.check("a name that is there: EEXIST", (s, v) -> {
            s.file("a", "content");
            int file = (int) s.ok(v.open(".", READ_WRITE | UNNAMED, 0600));
            s.refused(EEXIST, v.link(file, "a"));
        });
        unnamed.needing(Need.KERNEL).check("with O_EXCL it never has a name: ENOENT", (s, v) -> {
            int file = (int) s.ok(v.open(".", READ_WRITE | UNNAMED | EXCLUSIVE, 0600));
            s.write(file, 0, "content");
            s.refused(ENOENT, v.link(file, "a"));
        });
        unnamed.needing(Need.KERNEL)
                .check("for reading only: EINVAL", (s, v) -> s.refused(EINVAL, v.open(".", READ_ONLY | UNNAMED, 0600)));
        unnamed.check("in a file: ENOTDIR; in nothing: ENOENT", (s, v) -> {
            s.file("a");
            s.refused(ENOTDIR, v.open("a", READ_WRITE | UNNAMED, 0600));
            s.refused(ENOENT, v.open("d", READ_WRITE | UNNAMED, 0600));
        });
        unnamed.needing(Need.UMASK).check("umask, owner, and the group of a set-group-ID directory", (s, v) -> {
            s.directory("d", 02777, OWNER);
            int file = (int) s.ok(s.under(027, () -> s.as(STRANGER, () -> v.open("d", READ_WRITE | UNNAMED, 0666))));
            s.equal("1002:1000", v.status(file).owner(), "owner");
            s.mode(0640, v.status(file).permissions());
        });
        unnamed.needing(Need.PERMISSIONS).check("without the right to write the directory: EACCES", (s, v) -> {
            s.directory("d");
            s.refused(EACCES, s.as(STRANGER, () -> v.open("d", READ_WRITE | UNNAMED, 0600)));
        });
        unnamed.check("the directory's times stay", (s, v) -> {
            s.directory("d");
            s.keeps("d", () -> v.open("d", READ_WRITE | UNNAMED, 0600));
        });
    }
}
