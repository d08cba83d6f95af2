package dev.weir.testkit.posix;

import static dev.weir.Errno.EACCES;
import static dev.weir.Errno.EBADF;
import static dev.weir.Errno.EINVAL;
import static dev.weir.Errno.EISDIR;
import static dev.weir.Errno.ELOOP;
import static dev.weir.Errno.ENOENT;
import static dev.weir.Errno.ENOTDIR;
import static dev.weir.Errno.ENXIO;
import static dev.weir.Errno.EOPNOTSUPP;
import static dev.weir.testkit.posix.Identity.STRANGER;
import static dev.weir.testkit.posix.PosixVolume.APPEND;
import static dev.weir.testkit.posix.PosixVolume.COLLAPSE_RANGE;
import static dev.weir.testkit.posix.PosixVolume.FIFO_TYPE;
import static dev.weir.testkit.posix.PosixVolume.INSERT_RANGE;
import static dev.weir.testkit.posix.PosixVolume.KEEP_SIZE;
import static dev.weir.testkit.posix.PosixVolume.PUNCH_HOLE;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;
import static dev.weir.testkit.posix.PosixVolume.READ_WRITE;
import static dev.weir.testkit.posix.PosixVolume.SEEK_DATA;
import static dev.weir.testkit.posix.PosixVolume.SEEK_END;
import static dev.weir.testkit.posix.PosixVolume.SEEK_HOLE;
import static dev.weir.testkit.posix.PosixVolume.SEEK_START;
import static dev.weir.testkit.posix.PosixVolume.SOCKET_TYPE;
import static dev.weir.testkit.posix.PosixVolume.WRITE_ONLY;
import static dev.weir.testkit.posix.PosixVolume.ZERO_RANGE;

/** Reading, writing, changing sizes, allocating and seeking. */
final class DataChecks {
    private static final int PAGE = 4096;

    private DataChecks() {}

    static void addTo(Catalogue catalogue) {
        readAndWrite(catalogue.group("read and write"));
        truncate(catalogue.group("truncate"));
        allocate(catalogue.group("fallocate"));
        copy(catalogue.group("copy_file_range"));
        seek(catalogue.group("lseek"));
        mapped(catalogue.group("mmap").needing(Need.MAPPINGS));
        huge(catalogue.group("huge file").needing(Need.HUGE_FILES));
    }

    private static void readAndWrite(Catalogue.Group data) {
        data.check("what is written is read", (s, v) -> {
            s.file("a");
            int file = s.descriptor("a", READ_WRITE);
            s.write(file, 0, "content");
            s.equal("content", s.read(file, 0, 100), "content");
            s.equal("ten", s.read(file, 3, 3), "content");
        });
        data.check("beyond the end there is nothing", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_ONLY);
            s.equal("", s.read(file, 7, 100), "content");
            s.equal("", s.read(file, 1L << 40, 100), "content");
        });
        data.check("a write beyond the end leaves zeros between", (s, v) -> {
            s.file("a", "ab");
            s.write(s.descriptor("a", WRITE_ONLY), 5, "c");
            s.equal("ab\0\0\0c", s.content("a"), "content");
        });
        data.check("a write across pages", (s, v) -> {
            s.file("a", "x".repeat(3 * PAGE));
            String across = "y".repeat(PAGE + 10);
            s.write(s.descriptor("a", WRITE_ONLY), PAGE - 5, across);
            s.equal("x".repeat(PAGE - 5) + across + "x".repeat(PAGE - 5), s.content("a"), "content");
        });
        data.check("3 MiB in one call", (s, v) -> {
            s.file("a");
            String much = "0123456789abcdef".repeat(3 << 16);
            int file = s.descriptor("a", READ_WRITE);
            s.write(file, 1, much);
            s.equal(much, s.read(file, 1, 4 << 20), "content");
        });
        data.check("no bytes", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_WRITE);
            s.equal(0L, s.ok(v.write(file, 100, new byte[0])), "written");
            s.equal(0L, s.ok(v.read(file, 0, 0)), "read");
            s.equal(7L, s.status("a").size(), "size");
        });
        data.check("an offset below zero: EINVAL", (s, v) -> {
            s.file("a");
            int file = s.descriptor("a", READ_WRITE);
            s.refused(EINVAL, v.read(file, -1, 10));
            s.refused(EINVAL, v.write(file, -1, Scene.bytes("x")));
        });
        data.check("the size is seen at once by every name and descriptor", (s, v) -> {
            s.file("a");
            s.ok(v.link("a", "b"));
            int file = s.descriptor("a", READ_WRITE);
            int other = s.descriptor("b", READ_ONLY);
            s.write(file, 10, "x");
            s.equal(11L, s.status("b").size(), "size");
            s.equal(11L, v.status(other).size(), "size");
        });
        data.check("fsync of files for reading, writing and of directories", (s, v) -> {
            s.file("a", "content");
            s.directory("d");
            s.ok(v.sync(s.descriptor("a", READ_ONLY)));
            s.ok(v.sync(s.descriptor("a", WRITE_ONLY)));
            s.ok(v.sync(s.descriptor("d", READ_ONLY)));
        });
    }

    private static void truncate(Catalogue.Group truncate) {
        truncate.check("shorter, and longer with zeros", (s, v) -> {
            s.file("a", "content");
            s.ok(v.truncate("a", 3));
            s.equal("con", s.content("a"), "content");
            s.ok(v.truncate("a", 6));
            s.equal("con\0\0\0", s.content("a"), "content");
        });
        truncate.check("by descriptor", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.truncate(file, 3));
            s.ok(v.truncate(file, 5));
            s.equal("con\0\0", s.read(file, 0, 100), "content");
        });
        truncate.check("within a page and across pages leaves no old bytes", (s, v) -> {
            s.file("a", "x".repeat(3 * PAGE));
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.truncate(file, PAGE + 10));
            s.ok(v.truncate(file, 3 * PAGE));
            s.equal("x".repeat(PAGE + 10) + "\0".repeat(2 * PAGE - 10), s.read(file, 0, 3 * PAGE), "content");
        });
        truncate.check("a size below zero: EINVAL", (s, v) -> {
            s.file("a", "content");
            s.refused(EINVAL, v.truncate("a", -1));
            s.refused(EINVAL, v.truncate(s.descriptor("a", READ_WRITE), -1));
        });
        truncate.check("a directory: EISDIR", (s, v) -> {
            s.directory("d");
            s.refused(EISDIR, v.truncate("d", 0));
        });
        truncate.check("a FIFO, a socket: EINVAL", (s, v) -> {
            s.ok(v.makeNode("p", FIFO_TYPE | 0644));
            s.ok(v.makeNode("s", SOCKET_TYPE | 0644));
            s.refused(EINVAL, v.truncate("p", 0));
            s.refused(EINVAL, v.truncate("s", 0));
        });
        truncate.check("what is open for reading, or a directory, by descriptor: EINVAL", (s, v) -> {
            s.file("a", "content");
            s.directory("d");
            s.refused(EINVAL, v.truncate(s.descriptor("a", READ_ONLY), 0));
            s.refused(EINVAL, v.truncate(s.descriptor("d", READ_ONLY), 0));
        });
        truncate.check("nothing: ENOENT; a file on the way: ENOTDIR; a circle: ELOOP", (s, v) -> {
            s.file("a");
            s.symbolicLink("l", "l");
            s.refused(ENOENT, v.truncate("b", 0));
            s.refused(ENOTDIR, v.truncate("a/b", 0));
            s.refused(ELOOP, v.truncate("l", 0));
        });
        truncate.check("a link is followed", (s, v) -> {
            s.file("a", "content");
            s.symbolicLink("a", "l");
            s.ok(v.truncate("l", 3));
            s.equal("con", s.content("a"), "content");
        });
        truncate.needing(Need.PERMISSIONS).check("without the right to write: EACCES", (s, v) -> {
            s.file("a", "content");
            s.refused(EACCES, s.as(STRANGER, () -> v.truncate("a", 0)));
            s.equal("content", s.content("a"), "content");
        });
        truncate.needing(Need.PERMISSIONS).check("by a descriptor that somebody else opened", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_WRITE);
            s.ok(s.as(STRANGER, () -> v.truncate(file, 3)));
            s.equal("con", s.content("a"), "content");
        });
    }

    private static void allocate(Catalogue.Group allocate) {
        allocate.check("grows the file with zeros and keeps what is there", (s, v) -> {
            s.file("a", "abc");
            s.ok(v.allocate(s.descriptor("a", READ_WRITE), 0, 1, 5));
            s.equal("abc\0\0\0", s.content("a"), "content");
        });
        allocate.check("never makes a file shorter", (s, v) -> {
            s.file("a", "content");
            s.ok(v.allocate(s.descriptor("a", READ_WRITE), 0, 0, 2));
            s.equal("content", s.content("a"), "content");
        });
        allocate.check("KEEP_SIZE keeps the size", (s, v) -> {
            s.file("a", "content");
            s.ok(v.allocate(s.descriptor("a", READ_WRITE), KEEP_SIZE, 0, 100_000));
            s.equal(7L, s.status("a").size(), "size");
        });
        allocate.check("a hole reads as zeros, what is beside it stays", (s, v) -> {
            s.file("a", "x".repeat(4 * PAGE));
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.allocate(file, PUNCH_HOLE | KEEP_SIZE, PAGE - 10, 2 * PAGE));
            s.equal(
                    "x".repeat(PAGE - 10) + "\0".repeat(2 * PAGE) + "x".repeat(PAGE + 10),
                    s.read(file, 0, 4 * PAGE),
                    "content");
            s.equal(4L * PAGE, s.status("a").size(), "size");
        });
        allocate.check("a hole beyond the end changes nothing", (s, v) -> {
            s.file("a", "content");
            s.ok(v.allocate(s.descriptor("a", READ_WRITE), PUNCH_HOLE | KEEP_SIZE, PAGE, PAGE));
            s.equal("content", s.content("a"), "content");
        });
        allocate.needing(Need.KERNEL).check("a hole without KEEP_SIZE: EOPNOTSUPP", (s, v) -> {
            s.file("a", "content");
            s.refused(EOPNOTSUPP, v.allocate(s.descriptor("a", READ_WRITE), PUNCH_HOLE, 0, PAGE));
        });
        allocate.check("no length, or less: EINVAL", (s, v) -> {
            s.file("a");
            int file = s.descriptor("a", READ_WRITE);
            s.refused(EINVAL, v.allocate(file, 0, 0, 0));
            s.refused(EINVAL, v.allocate(file, 0, 0, -1));
            s.refused(EINVAL, v.allocate(file, 0, -1, 10));
        });
        allocate.check("what is open for reading: EBADF", (s, v) -> {
            s.file("a");
            s.directory("d");
            s.refused(EBADF, v.allocate(s.descriptor("a", READ_ONLY), 0, 0, 10));
            s.refused(EBADF, v.allocate(s.descriptor("d", READ_ONLY), 0, 0, 10));
            s.refused(EBADF, v.allocate(-1, 0, 0, 10));
        });
        allocate.needing(Need.KERNEL).check("modes that there are not: EOPNOTSUPP", (s, v) -> {
            s.file("a");
            s.refused(EOPNOTSUPP, v.allocate(s.descriptor("a", READ_WRITE), 0x1000, 0, 10));
        });
        allocate.needing(Need.COLLAPSE).check("a range is taken out, another put in", (s, v) -> {
            s.file("a", "a".repeat(PAGE) + "b".repeat(PAGE) + "c".repeat(PAGE));
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.allocate(file, COLLAPSE_RANGE, PAGE, PAGE));
            s.equal("a".repeat(PAGE) + "c".repeat(PAGE), s.content("a"), "content");
            s.ok(v.allocate(file, INSERT_RANGE, PAGE, PAGE));
            s.equal("a".repeat(PAGE) + "\0".repeat(PAGE) + "c".repeat(PAGE), s.content("a"), "content");
        });
        allocate.needing(Need.ZERO_RANGE).check("ZERO_RANGE writes zeros and grows the file", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.allocate(file, ZERO_RANGE, 2, 8));
            s.equal("co" + "\0".repeat(8), s.content("a"), "content");
            s.ok(v.allocate(file, ZERO_RANGE | KEEP_SIZE, 0, 100));
            s.equal("\0".repeat(10), s.content("a"), "content");
        });
    }

    private static void copy(Catalogue.Group copy) {
        copy.check("bytes from one file to another", (s, v) -> {
            s.file("a", "content");
            s.file("b", "0123456789");
            int from = s.descriptor("a", READ_ONLY);
            int to = s.descriptor("b", READ_WRITE);
            s.equal(3L, s.ok(v.copyRange(from, 1, to, 2, 3)), "copied");
            s.equal("01ont56789", s.content("b"), "content");
        });
        copy.check("at most what there is", (s, v) -> {
            s.file("a", "content");
            s.file("b");
            int from = s.descriptor("a", READ_ONLY);
            int to = s.descriptor("b", READ_WRITE);
            s.equal(4L, s.ok(v.copyRange(from, 3, to, 0, 100)), "copied");
            s.equal(0L, s.ok(v.copyRange(from, 7, to, 0, 100)), "copied");
        });
        copy.check("within a file", (s, v) -> {
            s.file("a", "0123456789");
            int file = s.descriptor("a", READ_WRITE);
            s.equal(3L, s.ok(v.copyRange(file, 0, file, 5, 3)), "copied");
            s.equal("0123401289", s.content("a"), "content");
        });
        copy.check("ranges of a file that overlap: EINVAL", (s, v) -> {
            s.file("a", "0123456789");
            int file = s.descriptor("a", READ_WRITE);
            s.refused(EINVAL, v.copyRange(file, 0, file, 2, 5));
        });
        copy.check("what is not open that way: EBADF", (s, v) -> {
            s.file("a", "content");
            s.file("b", "other");
            int readOnly = s.descriptor("a", READ_ONLY);
            int writeOnly = s.descriptor("b", WRITE_ONLY);
            s.refused(EBADF, v.copyRange(writeOnly, 0, writeOnly, 10, 1));
            s.refused(EBADF, v.copyRange(readOnly, 0, readOnly, 10, 1));
        });
        copy.needing(Need.KERNEL).check("to what is open for appending: EBADF", (s, v) -> {
            s.file("a", "content");
            s.file("b", "other");
            int from = s.descriptor("a", READ_ONLY);
            s.refused(EBADF, v.copyRange(from, 0, s.descriptor("b", WRITE_ONLY | APPEND), 0, 3));
        });
        copy.needing(Need.KERNEL).check("directories: EISDIR", (s, v) -> {
            s.directory("d");
            s.file("b");
            s.refused(EISDIR, v.copyRange(s.descriptor("d", READ_ONLY), 0, s.descriptor("b", WRITE_ONLY), 0, 3));
        });
    }

    private static void seek(Catalogue.Group seek) {
        seek.check("from the end", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_WRITE);
            s.equal(7L, s.ok(v.seek(file, 0, SEEK_END)), "position");
            s.write(file, 10, "x");
            s.equal(9L, s.ok(v.seek(file, -2, SEEK_END)), "position");
        });
        seek.check("before the start: EINVAL", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_ONLY);
            s.refused(EINVAL, v.seek(file, -1, SEEK_START));
            s.refused(EINVAL, v.seek(file, -8, SEEK_END));
        });
        seek.check("data or a hole beyond the end: ENXIO", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_ONLY);
            s.refused(ENXIO, v.seek(file, 7, SEEK_DATA));
            s.refused(ENXIO, v.seek(file, 8, SEEK_HOLE));
        });
        seek.check("there is a hole behind the end", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_ONLY);
            s.equal(0L, s.ok(v.seek(file, 0, SEEK_DATA)), "position");
            s.equal(7L, s.ok(v.seek(file, 0, SEEK_HOLE)), "position");
        });
        Catalogue.Group holes = seek.needing(Need.HOLES);
        holes.check("holes and data in turn", (s, v) -> {
            s.file("a");
            int file = s.descriptor("a", READ_WRITE);
            s.write(file, 1 << 20, "data");
            s.ok(v.truncate(file, 3 << 20));
            s.ok(v.sync(file));
            s.equal((long) (1 << 20), s.ok(v.seek(file, 0, SEEK_DATA)), "first data");
            s.equal(0L, s.ok(v.seek(file, 0, SEEK_HOLE)), "first hole");
            s.equal((1L << 20) + PAGE, s.ok(v.seek(file, 1 << 20, SEEK_HOLE)), "second hole");
            s.refused(ENXIO, v.seek(file, 2 << 20, SEEK_DATA));
        });
        holes.check("a hole that is punched is one", (s, v) -> {
            s.file("a", "x".repeat(8 * PAGE));
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.sync(file));
            s.ok(v.allocate(file, PUNCH_HOLE | KEEP_SIZE, 2 * PAGE, PAGE));
            s.equal(2L * PAGE, s.ok(v.seek(file, 0, SEEK_HOLE)), "hole");
            s.equal(3L * PAGE, s.ok(v.seek(file, 2 * PAGE, SEEK_DATA)), "data");
        });
        holes.check("holes take no room", (s, v) -> {
            s.file("a");
            s.ok(v.truncate("a", 100 << 20));
            s.equal(0L, s.status("a").blocks(), "blocks");
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.allocate(file, 0, 0, 1 << 20));
            s.holds(s.status("a").blocks() >= 2048, "what is allocated does");
            s.ok(v.allocate(file, PUNCH_HOLE | KEEP_SIZE, 0, 1 << 20));
            s.holds(s.status("a").blocks() < 100, "and not when it is punched out again");
        });
    }

    private static void mapped(Catalogue.Group mapped) {
        mapped.check("a store is read", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.writeMapped(file, 0, Scene.bytes("C")));
            s.equal("Content", s.read(file, 0, 100), "content");
        });
        mapped.check("a write is seen in the mapping", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_WRITE);
            s.equal("content", v.readMapped(file, 0, 100).data(), "content");
            s.write(file, 0, "C");
            s.equal("Content", v.readMapped(file, 0, 100).data(), "content");
        });
        mapped.check("what is read after a truncate is zeros", (s, v) -> {
            s.file("a", "x".repeat(2 * PAGE));
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.readMapped(file, 0, 2 * PAGE));
            s.ok(v.truncate(file, 10));
            s.ok(v.truncate(file, 2 * PAGE));
            s.equal(
                    "x".repeat(10) + "\0".repeat(100),
                    v.readMapped(file, 0, 110).data(),
                    "content");
        });
        mapped.check("for writing of what is open for reading: EACCES", (s, v) -> {
            s.file("a", "content");
            s.refused(EACCES, v.writeMapped(s.descriptor("a", READ_ONLY), 0, Scene.bytes("C")));
        });
        mapped.check("of what is open for writing only: EACCES", (s, v) -> {
            s.file("a", "content");
            s.refused(EACCES, v.readMapped(s.descriptor("a", WRITE_ONLY), 0, 7));
        });
        mapped.check("a store is there after the file was closed", (s, v) -> {
            s.file("a", "content");
            int file = s.descriptor("a", READ_WRITE);
            s.ok(v.writeMapped(file, 3, Scene.bytes("TENT")));
            s.ok(v.close(file));
            s.equal("conTENT", s.content("a"), "content");
        });
    }

    private static void huge(Catalogue.Group huge) {
        huge.check("8 TiB, with a byte at its end", (s, v) -> {
            s.file("a");
            long end = (8L << 40) - 1;
            int file = s.descriptor("a", READ_WRITE);
            s.write(file, end, "x");
            s.equal(end + 1, s.status("a").size(), "size");
            s.equal("x", s.read(file, end, 10), "content");
            s.equal("\0\0", s.read(file, 4L << 40, 2), "content");
        });
        huge.check("a size beyond 4 GiB to the byte", (s, v) -> {
            s.file("a");
            s.ok(v.truncate("a", (4L << 30) + 3));
            s.equal((4L << 30) + 3, s.status("a").size(), "size");
            s.ok(v.truncate("a", (4L << 30) - 1));
            s.equal((4L << 30) - 1, s.status("a").size(), "size");
        });
    }
}
