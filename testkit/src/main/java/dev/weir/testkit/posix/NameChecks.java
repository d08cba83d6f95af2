package dev.weir.testkit.posix;

import static dev.weir.Errno.ENAMETOOLONG;
import static dev.weir.testkit.posix.PosixVolume.CREATE;
import static dev.weir.testkit.posix.PosixVolume.DIRECTORY;
import static dev.weir.testkit.posix.PosixVolume.FIFO_TYPE;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;
import static dev.weir.testkit.posix.PosixVolume.READ_WRITE;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Names and paths: how long, of which bytes. */
final class NameChecks {
    private static final int NAME = 255;
    private static final int PATH = 4095;

    private NameChecks() {}

    static void addTo(Catalogue catalogue) {
        Catalogue.Group name = catalogue.group("name");
        lengths(name);
        bytes(name);
        paths(name.needing(Need.KERNEL));
    }

    private static void lengths(Catalogue.Group name) {
        String longest = "n".repeat(NAME);
        String tooLong = "n".repeat(NAME + 1);
        name.check("255 bytes, for each call that makes one", (s, v) -> {
            s.file(longest);
            s.ok(v.rename(longest, "m".repeat(NAME), 0));
            s.ok(v.link("m".repeat(NAME), longest));
            s.ok(v.unlink(longest));
            s.ok(v.makeDirectory(longest, 0755));
            s.ok(v.removeDirectory(longest));
            s.ok(v.symbolicLink("a", longest));
            s.ok(v.unlink(longest));
            s.ok(v.makeNode(longest, FIFO_TYPE | 0644));
            s.ok(v.unlink(longest));
        });
        name.check("256 bytes are ENAMETOOLONG to open", (s, v) -> {
            s.refused(ENAMETOOLONG, v.open(tooLong, READ_ONLY, 0));
            s.refused(ENAMETOOLONG, v.open(tooLong, READ_WRITE | CREATE, 0644));
        });
        name.check(
                "256 bytes are ENAMETOOLONG on the way",
                (s, v) -> s.refused(ENAMETOOLONG, v.open(tooLong + "/a", READ_ONLY, 0)));
        name.check(
                "256 bytes are ENAMETOOLONG to mkdir",
                (s, v) -> s.refused(ENAMETOOLONG, v.makeDirectory(tooLong, 0755)));
        name.check(
                "256 bytes are ENAMETOOLONG to rmdir", (s, v) -> s.refused(ENAMETOOLONG, v.removeDirectory(tooLong)));
        name.check("256 bytes are ENAMETOOLONG to unlink", (s, v) -> s.refused(ENAMETOOLONG, v.unlink(tooLong)));
        name.check("256 bytes are ENAMETOOLONG to link", (s, v) -> {
            s.file("a");
            s.refused(ENAMETOOLONG, v.link("a", tooLong));
            s.refused(ENAMETOOLONG, v.link(tooLong, "b"));
        });
        name.check(
                "256 bytes are ENAMETOOLONG to symlink",
                (s, v) -> s.refused(ENAMETOOLONG, v.symbolicLink("a", tooLong)));
        name.check("256 bytes are ENAMETOOLONG to rename", (s, v) -> {
            s.file("a");
            s.refused(ENAMETOOLONG, v.rename("a", tooLong, 0));
            s.refused(ENAMETOOLONG, v.rename(tooLong, "a", 0));
            s.holds(s.exists("a"), "the file is where it was");
        });
        name.check(
                "256 bytes are ENAMETOOLONG to mknod",
                (s, v) -> s.refused(ENAMETOOLONG, v.makeNode(tooLong, FIFO_TYPE | 0644)));
        name.check("256 bytes are ENAMETOOLONG to stat, chmod, chown and truncate", (s, v) -> {
            s.refused(ENAMETOOLONG, v.status(tooLong, false).answer());
            s.refused(ENAMETOOLONG, v.changeMode(tooLong, 0644));
            s.refused(ENAMETOOLONG, v.changeOwner(tooLong, 1, 1));
            s.refused(ENAMETOOLONG, v.truncate(tooLong, 0));
        });
    }

    private static void bytes(Catalogue.Group name) {
        name.check("every byte but the slash", (s, v) -> {
            var all = new TreeSet<String>();
            for (char c = 1; c < 256; c++) {
                if (c != '/') {
                    all.add("x" + c);
                    s.file("x" + c);
                }
            }
            // A line feed would be an end of line here.
            s.ok(v.unlink("x\n"));
            s.ok(v.unlink("x\r"));
            all.removeAll(Set.of("x\n", "x\r"));
            s.equal(List.copyOf(all), s.names("."), "names");
        });
        name.check("what is not UTF-8 comes back as it was", (s, v) -> {
            String odd = "n\u00ff\u0080\u00c0";
            s.file(odd, "content");
            s.equal(List.of(odd), s.names("."), "names");
            s.equal("content", s.content(odd), "content");
            s.ok(v.rename(odd, "\u00fe", 0));
            s.equal(List.of("\u00fe"), s.names("."), "names");
        });
        name.check("names that differ in their last byte are two", (s, v) -> {
            s.file("n\u00c3", "one");
            s.file("n\u00c4", "two");
            s.equal("one", s.content("n\u00c3"), "content");
            s.equal("two", s.content("n\u00c4"), "content");
        });
        name.check("case matters", (s, v) -> {
            s.file("a", "small");
            s.file("A", "capital");
            s.equal("small", s.content("a"), "content");
        });
        name.check("composed and decomposed letters are two names", (s, v) -> {
            s.file("\u00c3\u00a9", "composed");
            s.file("e\u00cc\u0081", "decomposed");
            s.equal("composed", s.content("\u00c3\u00a9"), "content");
        });
        name.check("three dots are a name", (s, v) -> {
            s.file("...");
            s.equal(List.of("..."), s.names("."), "names");
        });
    }

    private static void paths(Catalogue.Group path) {
        path.check("4,095 bytes of path", (s, v) -> {
            int here = s.descriptor(".", READ_ONLY | DIRECTORY);
            String longest = "./".repeat((PATH - 1) / 2) + "a";
            s.ok(v.openAt(here, longest, READ_WRITE | CREATE, 0644));
            s.holds(s.exists("a"), "the file was created");
            s.refused(ENAMETOOLONG, v.openAt(here, "./" + longest, READ_ONLY, 0));
            s.refused(ENAMETOOLONG, v.makeDirectoryAt(here, "/" + longest, 0755));
        });
        path.check("directories deeper than any path, by steps", (s, v) -> {
            String name = "d".repeat(NAME);
            int at = s.descriptor(".", READ_ONLY | DIRECTORY);
            var way = new ArrayList<Integer>();
            for (int depth = 0; depth < 40; depth++) {
                way.add(at);
                s.ok(v.makeDirectoryAt(at, name, 0755));
                at = (int) s.ok(v.openAt(at, name, READ_ONLY | DIRECTORY, 0));
            }
            int file = (int) s.ok(v.openAt(at, "a", READ_WRITE | CREATE, 0644));
            s.write(file, 0, "content");
            s.equal("content", s.read(file, 0, 100), "content");
            s.equal("..", v.listNext(at, 4096).data().contains("../4") ? ".." : "", "the directory above");
            s.ok(v.removeAt(at, "a", false));
            for (int step : way.reversed()) {
                s.ok(v.removeAt(step, name, true));
            }
        });
        path.check("what is deep is renamed with all that is above it", (s, v) -> {
            int at = s.descriptor(".", READ_ONLY | DIRECTORY);
            int top = at;
            for (int depth = 0; depth < 20; depth++) {
                s.ok(v.makeDirectoryAt(at, "d", 0755));
                at = (int) s.ok(v.openAt(at, "d", READ_ONLY | DIRECTORY, 0));
            }
            s.ok(v.openAt(at, "a", READ_WRITE | CREATE, 0644));
            s.ok(v.rename("d", "e", 0));
            s.ok(v.openAt(top, "e" + "/d".repeat(19) + "/a", READ_ONLY, 0));
            s.ok(v.openAt(at, "a", READ_ONLY, 0));
        });
    }
}
