package dev.weir.testkit.posix;

import static dev.weir.Errno.EPERM;
import static dev.weir.Errno.ESTALE;
import static dev.weir.testkit.posix.Identity.OWNER;
import static dev.weir.testkit.posix.Identity.STRANGER;
import static dev.weir.testkit.posix.PosixVolume.APPEND;
import static dev.weir.testkit.posix.PosixVolume.APPEND_ONLY;
import static dev.weir.testkit.posix.PosixVolume.CREATE;
import static dev.weir.testkit.posix.PosixVolume.DIRECTORY;
import static dev.weir.testkit.posix.PosixVolume.IMMUTABLE;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;
import static dev.weir.testkit.posix.PosixVolume.READ_WRITE;
import static dev.weir.testkit.posix.PosixVolume.TRUNCATE;
import static dev.weir.testkit.posix.PosixVolume.WRITE_ONLY;

/** What Linux has beyond POSIX: file handles and the flags of chattr(1). */
final class LinuxChecks {
    private LinuxChecks() {}

    static void addTo(Catalogue catalogue) {
        handles(catalogue.group("file handle").needing(Need.FILE_HANDLES));
        flags(catalogue.group("chattr").needing(Need.FILE_FLAGS));
    }

    private static void handles(Catalogue.Group handle) {
        handle.check("opens the file", (s, v) -> {
            s.file("a", "content");
            int file = (int) s.ok(v.openHandle(handleOf(s, v, "a"), READ_ONLY));
            s.equal("content", s.read(file, 0, 100), "content");
            s.equal(s.status("a").inode(), v.status(file).inode(), "inode");
        });
        handle.check("survives a rename", (s, v) -> {
            s.file("a", "content");
            s.directory("d");
            String kept = handleOf(s, v, "a");
            s.ok(v.rename("a", "d/b", 0));
            s.equal("content", s.read((int) s.ok(v.openHandle(kept, READ_ONLY)), 0, 100), "content");
        });
        handle.check("of a file that has gone: ESTALE", (s, v) -> {
            s.file("a", "content");
            String kept = handleOf(s, v, "a");
            s.ok(v.unlink("a"));
            s.refused(ESTALE, v.openHandle(kept, READ_ONLY));
        });
        handle.check("of a directory", (s, v) -> {
            s.directory("d");
            s.file("d/a");
            int directory = (int) s.ok(v.openHandle(handleOf(s, v, "d"), READ_ONLY | DIRECTORY));
            s.ok(v.openAt(directory, "a", READ_ONLY, 0));
        });
        handle.needing(Need.PERMISSIONS).check("by who is not root: EPERM", (s, v) -> {
            s.file("a", 0666);
            String kept = handleOf(s, v, "a");
            s.refused(EPERM, s.as(STRANGER, () -> v.openHandle(kept, READ_ONLY)));
        });
    }

    private static String handleOf(Scene s, PosixVolume v, String path) {
        Answer handle = v.handle(path);
        s.ok(handle);
        return handle.data();
    }

    /** Has the flags set while it makes calls, since nothing could take the file away else. */
    private static void with(Scene s, PosixVolume v, String path, int flags, Runnable calls) {
        int file = s.descriptor(path, READ_ONLY);
        int before = (int) s.ok(v.fileFlags(file));
        s.ok(v.changeFileFlags(file, before | flags));
        try {
            s.equal((long) (before | flags), s.ok(v.fileFlags(file)), "flags");
            calls.run();
        } finally {
            v.changeFileFlags(file, before);
        }
    }

    private static void flags(Catalogue.Group chattr) {
        chattr.check("an immutable file can't be changed, renamed, linked or removed: EPERM", (s, v) -> {
            s.file("a", "content");
            with(s, v, "a", IMMUTABLE, () -> {
                s.refused(EPERM, v.open("a", WRITE_ONLY, 0));
                s.refused(EPERM, v.truncate("a", 0));
                s.refused(EPERM, v.unlink("a"));
                s.refused(EPERM, v.rename("a", "b", 0));
                s.refused(EPERM, v.link("a", "b"));
                s.refused(EPERM, v.changeMode("a", 0600));
                s.refused(EPERM, v.changeOwner("a", 5, 6));
                s.refused(EPERM, v.setAttribute("a", "user.one", Scene.bytes("1"), 0));
                s.equal("content", s.content("a"), "content");
            });
            s.ok(v.unlink("a"));
        });
        chattr.check("an append-only file only grows", (s, v) -> {
            s.file("a", "content");
            with(s, v, "a", APPEND_ONLY, () -> {
                s.refused(EPERM, v.open("a", WRITE_ONLY, 0));
                s.refused(EPERM, v.open("a", WRITE_ONLY | APPEND | TRUNCATE, 0));
                s.refused(EPERM, v.unlink("a"));
                s.write(s.descriptor("a", WRITE_ONLY | APPEND), 0, "more");
                s.equal("contentmore", s.content("a"), "content");
            });
        });
        chattr.check("in an immutable directory nothing is made or removed: EPERM", (s, v) -> {
            s.directory("d");
            s.file("d/a", "content");
            with(s, v, "d", IMMUTABLE, () -> {
                s.refused(EPERM, v.open("d/b", READ_WRITE | CREATE, 0644));
                s.refused(EPERM, v.makeDirectory("d/e", 0755));
                s.refused(EPERM, v.unlink("d/a"));
                s.write(s.descriptor("d/a", WRITE_ONLY), 0, "C");
            });
            s.equal("Content", s.content("d/a"), "content");
        });
        chattr.check("setting flags sets the time of change", (s, v) -> {
            s.file("a");
            long before = s.status("a").changed();
            s.pause();
            with(s, v, "a", APPEND_ONLY, () -> {});
            s.holds(s.status("a").changed() > before, "the time of change goes on");
        });
        chattr.needing(Need.PERMISSIONS).check("by who does not own the file, or is not root: refused", (s, v) -> {
            s.file("a", 0666, OWNER);
            int file = s.descriptor("a", READ_ONLY);
            int before = (int) s.ok(v.fileFlags(file));
            s.holds(!s.as(STRANGER, () -> v.changeFileFlags(file, before)).succeeded(), "a stranger is refused");
            s.refused(EPERM, s.as(OWNER, () -> v.changeFileFlags(file, before | IMMUTABLE)));
        });
    }
}
