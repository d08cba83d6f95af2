package dev.weir.testkit.posix;

import static dev.weir.Errno.EACCES;
import static dev.weir.Errno.EEXIST;
import static dev.weir.Errno.EINVAL;
import static dev.weir.Errno.ELOOP;
import static dev.weir.Errno.ENOENT;
import static dev.weir.Errno.ENOTDIR;
import static dev.weir.Errno.ENOTEMPTY;
import static dev.weir.Errno.EPERM;
import static dev.weir.testkit.posix.Identity.OWNER;
import static dev.weir.testkit.posix.Identity.STRANGER;
import static dev.weir.testkit.posix.PosixVolume.DIRECTORY;
import static dev.weir.testkit.posix.PosixVolume.DIRECTORY_TYPE;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;

import java.util.List;

/** mkdir(2) and rmdir(2). */
final class DirectoryChecks {
    private DirectoryChecks() {}

    static void addTo(Catalogue catalogue) {
        Catalogue.Group make = catalogue.group("mkdir");
        make(make);
        modes(make.needing(Need.UMASK));
        Catalogue.Group remove = catalogue.group("rmdir");
        remove(remove);
        permissions(make.needing(Need.PERMISSIONS), remove.needing(Need.PERMISSIONS));
    }

    private static void make(Catalogue.Group make) {
        make.check("a file, a directory, a link to nothing: EEXIST", (s, v) -> {
            s.file("a");
            s.directory("d");
            s.symbolicLink("nothing", "l");
            s.refused(EEXIST, v.makeDirectory("a", 0755));
            s.refused(EEXIST, v.makeDirectory("d", 0755));
            s.refused(EEXIST, v.makeDirectory("l", 0755));
        });
        make.check("no directory on the way: ENOENT", (s, v) -> s.refused(ENOENT, v.makeDirectory("d/e", 0755)));
        make.check("a file on the way: ENOTDIR", (s, v) -> {
            s.file("a");
            s.refused(ENOTDIR, v.makeDirectory("a/d", 0755));
        });
        make.check("links in a circle on the way: ELOOP", (s, v) -> {
            s.symbolicLink("l", "l");
            s.refused(ELOOP, v.makeDirectory("l/d", 0755));
        });
        make.check("the dots: EEXIST", (s, v) -> {
            s.directory("d");
            s.refused(EEXIST, v.makeDirectory("d/.", 0755));
            s.refused(EEXIST, v.makeDirectory("d/..", 0755));
        });
        make.check("a slash behind does no harm", (s, v) -> {
            s.ok(v.makeDirectory("d/", 0755));
            s.equal(DIRECTORY_TYPE, s.status("d").type(), "type");
        });
        make.check("it has two links, and the directory above gains one", (s, v) -> {
            s.directory("d");
            s.directory("d/e");
            s.directory("d/f");
            s.equal(2L, s.status("d/e").links(), "links");
            s.equal(4L, s.status("d").links(), "links");
        });
        make.check("it is empty but for the dots", (s, v) -> {
            s.directory("d");
            s.equal(List.of(), s.names("d"), "names");
            s.equal(s.status("d").inode(), s.status("d/.").inode(), "inode of the dot");
            s.equal(s.status(".").inode(), s.status("d/..").inode(), "inode of the two dots");
        });
        make.check("the directory's times are set", (s, v) -> {
            s.directory("d");
            s.modifies("d", () -> v.makeDirectory("d/e", 0755));
        });
        make.check("in a directory that has been removed: ENOENT", (s, v) -> {
            s.directory("d");
            int directory = s.descriptor("d", READ_ONLY | DIRECTORY);
            s.ok(v.removeDirectory("d"));
            s.refused(ENOENT, v.makeDirectoryAt(directory, "e", 0755));
        });
    }

    private static void modes(Catalogue.Group make) {
        make.check("the mode is what was asked for without the umask", (s, v) -> {
            s.under(027, () -> v.makeDirectory("d", 0777));
            s.mode(0750, s.permissions("d"));
        });
        make.check("the sticky bit can be asked for, set-ID bits can't", (s, v) -> {
            s.under(0, () -> v.makeDirectory("d", 07777));
            s.mode(01777, s.permissions("d"));
        });
        make.check("it belongs to who makes it", (s, v) -> {
            s.directory("d", 0777);
            s.ok(s.as(STRANGER, () -> v.makeDirectory("d/e", 0755)));
            s.equal("1002:1002", s.status("d/e").owner(), "owner");
        });
        make.check("in a set-group-ID directory it has the group and the bit", (s, v) -> {
            s.directory("d", 02777, OWNER);
            s.ok(s.as(STRANGER, () -> v.makeDirectory("d/e", 0755)));
            s.equal("1002:1000", s.status("d/e").owner(), "owner");
            s.mode(02755, s.permissions("d/e"));
        });
    }

    private static void remove(Catalogue.Group remove) {
        remove.check("a directory that is not empty: ENOTEMPTY", (s, v) -> {
            s.directory("d");
            s.file("d/a");
            s.refused(ENOTEMPTY, v.removeDirectory("d"));
            s.ok(v.unlink("d/a"));
            s.ok(v.removeDirectory("d"));
        });
        remove.check("a directory that has a link in it: ENOTEMPTY", (s, v) -> {
            s.directory("d");
            s.symbolicLink("nothing", "d/l");
            s.refused(ENOTEMPTY, v.removeDirectory("d"));
        });
        remove.check("a file, a link to a directory: ENOTDIR", (s, v) -> {
            s.file("a");
            s.directory("d");
            s.symbolicLink("d", "l");
            s.refused(ENOTDIR, v.removeDirectory("a"));
            s.refused(ENOTDIR, v.removeDirectory("l"));
            s.holds(s.exists("d"), "the directory is there");
        });
        remove.check("nothing: ENOENT", (s, v) -> {
            s.refused(ENOENT, v.removeDirectory("d"));
            s.refused(ENOENT, v.removeDirectory("d/e"));
        });
        remove.check("a file on the way: ENOTDIR", (s, v) -> {
            s.file("a");
            s.refused(ENOTDIR, v.removeDirectory("a/d"));
        });
        remove.check("the dot: EINVAL, the two dots: ENOTEMPTY", (s, v) -> {
            s.directory("d");
            s.refused(EINVAL, v.removeDirectory("d/."));
            s.refused(ENOTEMPTY, v.removeDirectory("d/.."));
        });
        remove.check("the directory above loses a link", (s, v) -> {
            s.directory("d");
            s.directory("d/e");
            s.ok(v.removeDirectory("d/e"));
            s.equal(2L, s.status("d").links(), "links");
        });
        remove.check("the directory's times are set", (s, v) -> {
            s.directory("d");
            s.directory("d/e");
            s.modifies("d", () -> v.removeDirectory("d/e"));
        });
        remove.check("what is open goes on without links", (s, v) -> {
            s.directory("d");
            int directory = s.descriptor("d", READ_ONLY | DIRECTORY);
            s.ok(v.removeDirectory("d"));
            s.equal(0L, v.status(directory).orFail().links(), "links");
            s.equal("", v.listNext(directory, 4096).data(), "names");
        });
        remove.check("the name is free again, for another file", (s, v) -> {
            s.directory("d");
            s.ok(v.removeDirectory("d"));
            s.file("d", "content");
            s.equal("content", s.content("d"), "content");
        });
    }

    private static void permissions(Catalogue.Group make, Catalogue.Group remove) {
        make.check("without the right to write the directory: EACCES", (s, v) -> {
            s.directory("d");
            s.refused(EACCES, s.as(STRANGER, () -> v.makeDirectory("d/e", 0755)));
        });
        make.check("without the right to search on the way: EACCES", (s, v) -> {
            s.directory("d", 0666);
            s.refused(EACCES, s.as(STRANGER, () -> v.makeDirectory("d/e", 0755)));
        });
        remove.check("without the right to write the directory: EACCES", (s, v) -> {
            s.directory("d");
            s.directory("d/e", 0777, STRANGER);
            s.refused(EACCES, s.as(STRANGER, () -> v.removeDirectory("d/e")));
        });
        remove.check("from a sticky directory by a stranger: EPERM", (s, v) -> {
            s.directory("d", 01777);
            s.directory("d/e", 0777, OWNER);
            s.refused(EPERM, s.as(STRANGER, () -> v.removeDirectory("d/e")));
            s.ok(s.as(OWNER, () -> v.removeDirectory("d/e")));
        });
        remove.check("from one's own sticky directory", (s, v) -> {
            s.directory("d", 01777, STRANGER);
            s.directory("d/e", 0755, OWNER);
            s.ok(s.as(STRANGER, () -> v.removeDirectory("d/e")));
        });
    }
}
