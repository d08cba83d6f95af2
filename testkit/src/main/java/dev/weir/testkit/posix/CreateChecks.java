package dev.weir.testkit.posix;

import static dev.weir.Errno.EACCES;
import static dev.weir.Errno.EEXIST;
import static dev.weir.Errno.EISDIR;
import static dev.weir.Errno.ENOENT;
import static dev.weir.testkit.posix.Identity.MEMBER;
import static dev.weir.testkit.posix.Identity.OWNER;
import static dev.weir.testkit.posix.Identity.STRANGER;
import static dev.weir.testkit.posix.PosixVolume.CREATE;
import static dev.weir.testkit.posix.PosixVolume.DIRECTORY;
import static dev.weir.testkit.posix.PosixVolume.EXCLUSIVE;
import static dev.weir.testkit.posix.PosixVolume.LINK_TYPE;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;
import static dev.weir.testkit.posix.PosixVolume.READ_WRITE;
import static dev.weir.testkit.posix.PosixVolume.REGULAR_TYPE;
import static dev.weir.testkit.posix.PosixVolume.TRUNCATE;
import static dev.weir.testkit.posix.PosixVolume.WRITE_ONLY;

/** Creating files by open(2). */
final class CreateChecks {
    private CreateChecks() {}

    static void addTo(Catalogue catalogue) {
        Catalogue.Group create = catalogue.group("creat");
        names(create);
        modes(create.needing(Need.UMASK));
        parents(create);
        permissions(create.needing(Need.PERMISSIONS));
    }

    private static void names(Catalogue.Group create) {
        create.check("O_EXCL and a file: EEXIST", (s, v) -> {
            s.file("a", "content");
            s.refused(EEXIST, v.open("a", READ_WRITE | CREATE | EXCLUSIVE | TRUNCATE, 0644));
            s.equal("content", s.content("a"), "content");
        });
        create.check("O_EXCL and a directory: EEXIST", (s, v) -> {
            s.directory("d");
            s.refused(EEXIST, v.open("d", READ_WRITE | CREATE | EXCLUSIVE, 0644));
        });
        create.check("O_EXCL and a link, even one to nothing: EEXIST", (s, v) -> {
            s.symbolicLink("nothing", "l");
            s.refused(EEXIST, v.open("l", READ_WRITE | CREATE | EXCLUSIVE, 0644));
            s.holds(!s.exists("nothing"), "nothing was created");
        });
        create.check("a link to nothing: what it leads to is created", (s, v) -> {
            s.symbolicLink("a", "l");
            s.descriptor("l", READ_WRITE | CREATE);
            s.equal(REGULAR_TYPE, s.status("a").type(), "type");
            s.equal(LINK_TYPE, s.status("l").type(), "type");
        });
        create.check("a link to a name in no directory: ENOENT", (s, v) -> {
            s.symbolicLink("d/a", "l");
            s.refused(ENOENT, v.open("l", READ_WRITE | CREATE, 0644));
        });
        create.check("without O_EXCL what is there is opened as it is", (s, v) -> {
            s.file("a", "content");
            s.mode("a", 0600);
            s.descriptor("a", READ_WRITE | CREATE);
            s.equal("content", s.content("a"), "content");
            s.mode(0600, s.permissions("a"));
        });
        create.check("a slash behind: EISDIR", (s, v) -> s.refused(EISDIR, v.open("a/", READ_WRITE | CREATE, 0644)));
        create.check("a new file is empty, regular and has one name", (s, v) -> {
            s.descriptor("a", READ_WRITE | CREATE);
            FileStatus status = s.status("a");
            s.equal(REGULAR_TYPE, status.type(), "type");
            s.equal(0L, status.size(), "size");
            s.equal(1L, status.links(), "links");
        });
        create.check("its three times are the same", (s, v) -> {
            s.descriptor("a", READ_WRITE | CREATE);
            FileStatus status = s.status("a");
            s.equal(status.changed(), status.modified(), "modification");
            s.equal(status.changed(), status.accessed(), "access");
        });
        create.check("in a directory that has been removed: ENOENT", (s, v) -> {
            s.directory("d");
            int directory = s.descriptor("d", READ_ONLY | DIRECTORY);
            s.ok(v.removeDirectory("d"));
            s.refused(ENOENT, v.openAt(directory, "a", READ_WRITE | CREATE, 0644));
        });
    }

    private static void modes(Catalogue.Group create) {
        create.check("the mode is what was asked for without the umask", (s, v) -> {
            s.under(027, () -> v.open("a", READ_WRITE | CREATE, 0666));
            s.mode(0640, s.permissions("a"));
        });
        create.check("without a umask the mode is what was asked for", (s, v) -> {
            s.under(0, () -> v.open("a", READ_WRITE | CREATE, 0777));
            s.mode(0777, s.permissions("a"));
        });
        create.check("set-ID bits can be asked for", (s, v) -> {
            s.under(0, () -> v.open("a", READ_WRITE | CREATE, 06755));
            s.mode(06755, s.permissions("a"));
        });
        create.check("the mode does not bind who creates", (s, v) -> {
            int open = (int) s.ok(v.open("a", READ_WRITE | CREATE, 0));
            s.write(open, 0, "content");
            s.equal("content", s.read(open, 0, 100), "content");
            s.mode(0, s.permissions("a"));
        });
        create.check("a file belongs to who makes it", (s, v) -> {
            s.directory("d", 0777);
            s.ok(s.as(STRANGER, () -> v.open("d/a", READ_WRITE | CREATE, 0644)));
            s.equal("1002:1002", s.status("d/a").owner(), "owner");
        });
        create.check("in a set-group-ID directory it has the directory's group", (s, v) -> {
            s.directory("d", 02777, OWNER);
            s.ok(s.as(STRANGER, () -> v.open("d/a", READ_WRITE | CREATE, 0644)));
            s.equal("1002:1000", s.status("d/a").owner(), "owner");
        });
        create.needing(Need.SET_IDS).check("who is not in that group gets no set-group-ID executable", (s, v) -> {
            s.directory("d", 02777, OWNER);
            s.ok(s.under(0, () -> s.as(STRANGER, () -> v.open("d/a", READ_WRITE | CREATE, 02755))));
            s.ok(s.under(0, () -> s.as(MEMBER, () -> v.open("d/b", READ_WRITE | CREATE, 02755))));
            s.mode(0755, s.permissions("d/a"));
            s.mode(02755, s.permissions("d/b"));
        });
    }

    private static void parents(Catalogue.Group create) {
        create.check("the directory's times are set", (s, v) -> {
            s.directory("d");
            s.modifies("d", () -> v.open("d/a", READ_WRITE | CREATE, 0644));
        });
        create.check("the directory's times stay where nothing is created", (s, v) -> {
            s.directory("d");
            s.file("d/a");
            s.keeps("d", () -> v.open("d/a", READ_WRITE | CREATE, 0644));
            s.keeps("d", () -> v.open("d/a", READ_WRITE | CREATE | EXCLUSIVE, 0644));
        });
        create.check("the directory has no more links", (s, v) -> {
            s.directory("d");
            s.file("d/a");
            s.equal(2L, s.status("d").links(), "links");
        });
    }

    private static void permissions(Catalogue.Group create) {
        create.check("without the right to write the directory: EACCES", (s, v) -> {
            s.directory("d");
            s.refused(EACCES, s.as(STRANGER, () -> v.open("d/a", READ_WRITE | CREATE, 0644)));
        });
        create.check("without the right to search the directory: EACCES", (s, v) -> {
            s.directory("d", 0766);
            s.refused(EACCES, s.as(STRANGER, () -> v.open("d/a", READ_WRITE | CREATE, 0644)));
        });
        create.check("a file that may only be read is created and written by who creates it", (s, v) -> {
            s.directory("d", 0777);
            s.ok(s.as(
                    STRANGER,
                    () -> v.write((int) s.ok(v.open("d/a", WRITE_ONLY | CREATE, 0444)), 0, Scene.bytes("x"))));
            s.refused(EACCES, s.as(STRANGER, () -> v.open("d/a", WRITE_ONLY, 0)));
        });
    }
}
