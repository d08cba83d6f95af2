package dev.weir.testkit.posix;

import static dev.weir.testkit.posix.PosixVolume.CREATE;
import static dev.weir.testkit.posix.PosixVolume.EXCLUSIVE;
import static dev.weir.testkit.posix.PosixVolume.READ_ONLY;
import static dev.weir.testkit.posix.PosixVolume.READ_WRITE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.Errno;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** An empty directory in which one check makes what it needs, and says what it expects. Preparations that fail fail the check. */
final class Scene {
    /** Longer than a tick of the clock that file systems take their times from. */
    private static final int TICK = 11;

    private static final int ROOM = 1 << 20;

    private final PosixVolume volume;

    Scene(PosixVolume volume) {
        this.volume = volume;
    }

    // ---- preparations

    /** An empty file of root's with mode 0644. */
    void file(String path) {
        file(path, 0644);
    }

    void file(String path, int mode) {
        ok(volume.close(descriptor(path, READ_WRITE | CREATE | EXCLUSIVE)));
        mode(path, mode);
    }

    void file(String path, String content) {
        int open = descriptor(path, READ_WRITE | CREATE | EXCLUSIVE);
        equal((long) content.length(), ok(volume.write(open, 0, bytes(content))), "bytes written to " + path);
        ok(volume.close(open));
    }

    /** A file of somebody's. */
    void file(String path, int mode, Identity owner) {
        file(path, 0);
        owner(path, owner);
        mode(path, mode);
    }

    void directory(String path) {
        directory(path, 0755);
    }

    void directory(String path, int mode) {
        ok(volume.makeDirectory(path, 0755));
        mode(path, mode);
    }

    void directory(String path, int mode, Identity owner) {
        directory(path, 0755);
        owner(path, owner);
        mode(path, mode);
    }

    void symbolicLink(String target, String path) {
        ok(volume.symbolicLink(target, path));
    }

    void mode(String path, int mode) {
        ok(volume.changeMode(path, mode));
    }

    void owner(String path, Identity owner) {
        ok(volume.changeOwner(path, owner.userId(), owner.groupId()));
    }

    /** Sets the times of access and change of the content to 1973. */
    void longAgo(String path) {
        ok(volume.changeTimes(path, 100_000_000, 100_000_000));
    }

    /** Lets the clock of the file system go on. */
    void pause() {
        try {
            Thread.sleep(TICK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- calls

    /** Opens what must be there to be opened, or is created with mode 0644. */
    int descriptor(String path, int flags) {
        return (int) ok(volume.open(path, flags, 0644));
    }

    /** Makes calls as somebody, and is root again. */
    <T> T as(Identity who, Supplier<T> calls) {
        volume.become(who);
        try {
            return calls.get();
        } finally {
            volume.become(Identity.ROOT);
        }
    }

    /** Makes calls under a umask. */
    <T> T under(int umask, Supplier<T> calls) {
        int before = (int) ok(volume.umask(umask));
        try {
            return calls.get();
        } finally {
            volume.umask(before);
        }
    }

    /** lstat(2) of what is there. */
    FileStatus status(String path) {
        return volume.status(path, false).orFail();
    }

    int permissions(String path) {
        return status(path).permissions();
    }

    boolean exists(String path) {
        return volume.status(path, false).errno() == 0;
    }

    String content(String path) {
        int open = descriptor(path, READ_ONLY);
        try {
            return read(open, 0, ROOM);
        } finally {
            volume.close(open);
        }
    }

    String read(int descriptor, long offset, int length) {
        Answer answer = volume.read(descriptor, offset, length);
        ok(answer);
        return answer.data();
    }

    void write(int descriptor, long offset, String content) {
        equal((long) content.length(), ok(volume.write(descriptor, offset, bytes(content))), "bytes written");
    }

    /** The names in a directory, without types. */
    List<String> names(String path) {
        Answer list = volume.list(path);
        ok(list);
        return list.names();
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    // ---- expectations

    /** The result of a call that must succeed. */
    long ok(Answer answer) {
        if (!answer.succeeded()) {
            throw new CheckFailed(Errno.name(answer.errno()) + " where success was expected");
        }
        return answer.value();
    }

    void refused(int errno, Answer answer) {
        if (answer.errno() != errno) {
            throw new CheckFailed(answer + " where " + Errno.name(errno) + " was expected");
        }
    }

    void equal(Object expected, Object actual, String what) {
        if (!Objects.equals(expected, actual)) {
            throw new CheckFailed(what + ": " + actual + " where " + expected + " was expected");
        }
    }

    void mode(int expected, int actual) {
        equal(Integer.toOctalString(expected), Integer.toOctalString(actual), "mode");
    }

    void holds(boolean condition, String what) {
        if (!condition) {
            throw new CheckFailed("not so: " + what);
        }
    }

    /** A call that must succeed sets a file's time of change. */
    void changes(String path, Supplier<Answer> call) {
        long before = status(path).changed();
        pause();
        ok(call.get());
        holds(status(path).changed() > before, "the time of change goes on");
    }

    /** A call that is refused, or does nothing, leaves it. */
    void keeps(String path, Runnable call) {
        FileStatus before = status(path);
        pause();
        call.run();
        equal(before.changed(), status(path).changed(), "time of change");
        equal(before.modified(), status(path).modified(), "time of modification");
    }

    /** A call that must succeed sets a file's times of modification and change. */
    void modifies(String path, Supplier<Answer> call) {
        longAgo(path);
        FileStatus before = status(path);
        pause();
        ok(call.get());
        FileStatus after = status(path);
        holds(after.modified() > before.modified(), "the time of modification is now");
        holds(after.changed() > before.changed(), "the time of change goes on");
    }
}
