package dev.weir.testkit.posix;

import static dev.weir.Errno.EINVAL;
import static dev.weir.Errno.ENOTDIR;
import static dev.weir.testkit.posix.Identity.OWNER;
import static dev.weir.testkit.posix.PosixVolume.DIRECTORY;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;
import static dev.weir.testkit.posix.PosixVolume.SEEK_START;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Directories read by getdents64(2) while they change. */
final class ListingChecks {
    private static final int MANY = 150;
    private static final int ROOM = 1024;
    private static final int MUCH = 1 << 16;

    private ListingChecks() {}

    static void addTo(Catalogue catalogue) {
        Catalogue.Group list = catalogue.group("getdents64");
        still(list);
        changing(list);
    }

    /** What is left of a listing, in the pieces that it comes in. */
    private static void pieces(Scene s, PosixVolume v, int directory, int room, Consumer<? super List<String>> names) {
        while (true) {
            Answer some = v.listNext(directory, room);
            s.ok(some);
            if (some.data().isEmpty()) {
                return;
            }
            names.accept(some.names());
        }
    }

    private static List<String> rest(Scene s, PosixVolume v, int directory, int room) {
        var names = new ArrayList<String>();
        pieces(s, v, directory, room, names::addAll);
        return names;
    }

    private static void once(Scene s, List<String> names, String name) {
        s.equal(1L, names.stream().filter(name::equals).count(), "times that " + name + " came");
    }

    private static void make(Scene s, String directory, int from, int to) {
        for (int i = from; i < to; i++) {
            s.file(directory + "/name-" + i);
        }
    }

    private static void still(Catalogue.Group list) {
        list.check("150 names, each once, however small the pieces", (s, v) -> {
            s.directory("d");
            make(s, "d", 0, MANY);
            for (int room : new int[] {ROOM, MUCH}) {
                List<String> names = rest(s, v, s.descriptor("d", READ_ONLY | DIRECTORY), room);
                s.equal(MANY + 2, names.size(), "names");
                s.equal(MANY + 2, new HashSet<>(names).size(), "different names");
            }
        });
        list.check("both dots are there", (s, v) -> {
            s.directory("d");
            s.equal(Set.of(".", ".."), Set.copyOf(rest(s, v, s.descriptor("d", READ_ONLY), ROOM)), "names");
        });
        list.check("from the start again", (s, v) -> {
            s.directory("d");
            make(s, "d", 0, 50);
            int directory = s.descriptor("d", READ_ONLY);
            List<String> first = rest(s, v, directory, ROOM);
            s.equal("", v.listNext(directory, ROOM).data(), "at the end there is nothing");
            s.equal(0L, s.ok(v.seek(directory, 0, SEEK_START)), "position");
            s.equal(Set.copyOf(first), Set.copyOf(rest(s, v, directory, ROOM)), "names");
        });
        list.check("two descriptors have a position each", (s, v) -> {
            s.directory("d");
            make(s, "d", 0, 200);
            int one = s.descriptor("d", READ_ONLY);
            int two = s.descriptor("d", READ_ONLY);
            s.ok(v.listNext(one, ROOM));
            s.equal(202, rest(s, v, two, ROOM).size(), "names");
        });
        list.check("what is no directory: ENOTDIR", (s, v) -> {
            s.file("a");
            s.refused(ENOTDIR, v.listNext(s.descriptor("a", READ_ONLY), ROOM));
        });
        list.needing(Need.KERNEL).check("no room for one entry: EINVAL", (s, v) -> {
            s.directory("d");
            s.refused(EINVAL, v.listNext(s.descriptor("d", READ_ONLY), 8));
        });
        list.check("names of 255 bytes", (s, v) -> {
            s.directory("d");
            for (char c = 'a'; c <= 'z'; c++) {
                s.file("d/" + String.valueOf(c).repeat(255));
            }
            s.equal(28, rest(s, v, s.descriptor("d", READ_ONLY), ROOM).size(), "names");
        });
        list.needing(Need.PERMISSIONS).check("a descriptor reads on when the directory's mode forbids it", (s, v) -> {
            s.directory("d", 0755, OWNER);
            make(s, "d", 0, 100);
            int directory = (int) s.ok(s.as(OWNER, () -> v.open("d", READ_ONLY, 0)));
            s.mode("d", 0);
            s.equal(102, s.as(OWNER, () -> rest(s, v, directory, ROOM)).size(), "names");
        });
    }

    private static void changing(Catalogue.Group list) {
        list.check("what stays comes once while others are removed", (s, v) -> {
            s.directory("d");
            make(s, "d", 0, MANY);
            var names = new ArrayList<String>();
            var next = new AtomicInteger();
            pieces(s, v, s.descriptor("d", READ_ONLY), ROOM, piece -> {
                names.addAll(piece);
                for (int end = Math.min(next.get() + 60, MANY); next.get() < end; next.addAndGet(2)) {
                    s.ok(v.unlink("d/name-" + next));
                }
            });
            for (int i = 1; i < MANY; i += 2) {
                once(s, names, "name-" + i);
            }
        });
        list.check("what stays comes once while others are made", (s, v) -> {
            s.directory("d");
            make(s, "d", 0, 120);
            var names = new ArrayList<String>();
            var next = new AtomicInteger(MANY);
            pieces(s, v, s.descriptor("d", READ_ONLY), ROOM, piece -> {
                names.addAll(piece);
                if (next.get() < 2 * MANY) {
                    make(s, "d", next.get(), next.addAndGet(10));
                }
            });
            for (int i = 0; i < 120; i++) {
                once(s, names, "name-" + i);
            }
            s.equal(names.size(), new HashSet<>(names).size(), "different names");
        });
        list.check("rm -r: all that comes can be removed, until nothing comes", (s, v) -> {
            s.directory("d");
            make(s, "d", 0, 120);
            pieces(
                    s,
                    v,
                    s.descriptor("d", READ_ONLY),
                    ROOM,
                    piece -> piece.stream()
                            .filter(name -> !name.startsWith("."))
                            .forEach(name -> s.ok(v.unlink("d/" + name))));
            s.ok(v.removeDirectory("d"));
        });
        list.check("what is made after a rewind is seen", (s, v) -> {
            s.directory("d");
            s.file("d/a");
            int directory = s.descriptor("d", READ_ONLY);
            rest(s, v, directory, ROOM);
            s.file("d/b");
            s.ok(v.unlink("d/a"));
            s.ok(v.seek(directory, 0, SEEK_START));
            s.equal(Set.of(".", "..", "b"), Set.copyOf(rest(s, v, directory, ROOM)), "names");
        });
        list.check("a new list follows each change at once", (s, v) -> {
            s.directory("d");
            s.equal(List.of(), s.names("d"), "names");
            s.file("d/a");
            s.equal(List.of("a"), s.names("d"), "names");
            s.ok(v.rename("d/a", "d/b", 0));
            s.equal(List.of("b"), s.names("d"), "names");
            s.ok(v.unlink("d/b"));
            s.equal(List.of(), s.names("d"), "names");
        });
    }
}
