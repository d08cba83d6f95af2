package dev.weir.testkit.posix;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A directory as a program sees it: the calls, with paths relative to it, and nothing else. Each call answers with the kernel's result or the negated error number and throws nothing.
 *
 * <p>Names are bytes: a character of a path is one byte (ISO 8859-1). Flags and modes are those of Linux on x86-64; an implementation for another architecture translates.
 *
 * <p>For one thread at a time.
 */
public interface PosixVolume extends AutoCloseable {
    int READ_ONLY = 0;
    int WRITE_ONLY = 1;
    int READ_WRITE = 2;
    int CREATE = 0x40;
    int EXCLUSIVE = 0x80;
    int TRUNCATE = 0x200;
    int APPEND = 0x400;
    int DIRECTORY = 0x10000;
    int NO_FOLLOW = 0x20000;
    int UNNAMED = 0x410000;
    int NO_ACCESS_TIME = 0x40000;
    int PATH_ONLY = 0x200000;

    int MAY_READ = 4;
    int MAY_WRITE = 2;
    int MAY_EXECUTE = 1;
    int IS_THERE = 0;

    int RENAME_NO_REPLACE = 1;
    int RENAME_EXCHANGE = 2;
    int RENAME_WHITEOUT = 4;

    int KEEP_SIZE = 1;
    int PUNCH_HOLE = 2;
    int COLLAPSE_RANGE = 8;
    int ZERO_RANGE = 16;
    int INSERT_RANGE = 32;

    int SEEK_START = 0;
    int SEEK_END = 2;
    int SEEK_DATA = 3;
    int SEEK_HOLE = 4;

    int FILE_TYPE = 0170000;
    int DIRECTORY_TYPE = 0040000;
    int REGULAR_TYPE = 0100000;
    int LINK_TYPE = 0120000;
    int FIFO_TYPE = 0010000;
    int CHARACTER_TYPE = 0020000;
    int BLOCK_TYPE = 0060000;
    int SOCKET_TYPE = 0140000;

    int ATTRIBUTE_CREATE = 1;
    int ATTRIBUTE_REPLACE = 2;

    int READ_LOCK = 0;
    int WRITE_LOCK = 1;
    int UNLOCK = 2;

    /** Room for the largest extended attribute that Linux knows, and for a part of a listing. */
    int ROOM = 1 << 16;

    /** chattr(1): +i and +a. */
    int IMMUTABLE = 0x10;

    int APPEND_ONLY = 0x20;

    /** Why it can't do something, where it can't. */
    Optional<String> lacks(Need need);

    /** The same volume with paths that are relative to one of its directories. Who makes the calls, the umask and the descriptors are the same. Closing either closes what is open. */
    PosixVolume below(String directory);

    /** As whom the calls from now on are made: root first. */
    void become(Identity who);

    /** umask(2). */
    Answer umask(int mask);

    /** open(2); the descriptor. */
    Answer open(String path, int flags, int mode);

    Answer close(int descriptor);

    /** pread(2), with what was read. */
    Answer read(int descriptor, long offset, int length);

    /** pwrite(2). */
    Answer write(int descriptor, long offset, byte[] content);

    /** openat(2). */
    Answer openAt(int directory, String path, int flags, int mode);

    Answer makeDirectoryAt(int directory, String path, int mode);

    /** unlinkat(2). */
    Answer removeAt(int directory, String path, boolean isDirectory);

    /** Reads through a shared mapping; a range beyond the end of the file gives less. */
    Answer readMapped(int descriptor, long offset, int length);

    /** Writes through a shared mapping, within the file's size; EINVAL where the range is not. */
    Answer writeMapped(int descriptor, long offset, byte[] content);

    Answer truncate(String path, long size);

    Answer truncate(int descriptor, long size);

    Answer allocate(int descriptor, int mode, long offset, long length);

    Answer seek(int descriptor, long offset, int whence);

    Answer copyRange(int from, long fromOffset, int to, long toOffset, long length);

    Answer sync(int descriptor);

    /** F_OFD_SETLK. */
    Answer lock(int descriptor, int type, long start, long length);

    /** F_OFD_GETLK: the type, start and length of the lock in the way, such as {@code 1 10 5}; the type {@link #UNLOCK} alone where there is none. */
    Answer lockInTheWay(int descriptor, int type, long start, long length);

    /** flock(2), without waiting. */
    Answer lockFile(int descriptor, int type);

    /** The flags of chattr(1). */
    Answer fileFlags(int descriptor);

    Answer changeFileFlags(int descriptor, int flags);

    /** name_to_handle_at(2): a handle for {@link #openHandle}. */
    Answer handle(String path);

    /** open_by_handle_at(2). */
    Answer openHandle(String handle, int flags);

    /** stat(2) of the link itself: {@link Attributes#toText}. */
    Answer attributes(String path);

    /** fstat(2). */
    Answer attributes(int descriptor);

    /** stat(2) or lstat(2), in full. */
    FileStatus status(String path, boolean followLinks);

    /** fstat(2), in full. */
    FileStatus status(int descriptor);

    /** access(2). */
    Answer access(String path, int mode);

    /** One getdents64(2): names in the order of the directory, one a line; nothing at the end. {@link #seek} to the start begins again. */
    Answer listNext(int descriptor, int room);

    /** The entries of a directory, sorted, one a line, without the two dots: the name, a slash, and the type as in readdir(3). */
    default Answer list(String path) {
        Answer directory = open(path, READ_ONLY | DIRECTORY | NO_FOLLOW, 0);
        if (!directory.succeeded()) {
            return directory;
        }
        int descriptor = (int) directory.value();
        try {
            var entries = new TreeSet<String>();
            while (true) {
                Answer some = listNext(descriptor, ROOM);
                if (!some.succeeded()) {
                    return some;
                }
                if (some.data().isEmpty()) {
                    return new Answer(entries.size(), String.join("\n", entries));
                }
                entries.addAll(List.of(some.data().split("\n", -1)));
                entries.removeIf(entry -> entry.startsWith("./") || entry.startsWith("../"));
            }
        } finally {
            close(descriptor);
        }
    }

    /** Takes all that is in a directory away. */
    default void clear(String path) {
        for (String name : list(path).names()) {
            String file = path + "/" + name;
            if (!unlink(file).succeeded()) {
                clear(file);
                removeDirectory(file);
            }
        }
    }

    Answer makeDirectory(String path, int mode);

    Answer removeDirectory(String path);

    /** mknod(2) of a FIFO, a socket or a regular file. */
    default Answer makeNode(String path, int mode) {
        return makeNode(path, mode, 0);
    }

    /** The same of a device. */
    Answer makeNode(String path, int mode, int device);

    Answer unlink(String path);

    Answer link(String existing, String further);

    /** linkat(2) with AT_SYMLINK_FOLLOW. */
    Answer linkFollowed(String existing, String further);

    /** linkat(2) of a descriptor, such as an unnamed file's. */
    Answer link(int descriptor, String further);

    Answer symbolicLink(String target, String path);

    Answer readLink(String path);

    /** renameat2(2). */
    Answer rename(String from, String to, int flags);

    Answer changeMode(String path, int mode);

    Answer changeMode(int descriptor, int mode);

    /** lchown(2). */
    Answer changeOwner(String path, int userId, int groupId);

    /** chown(2), which follows links. */
    Answer changeOwnerFollowed(String path, int userId, int groupId);

    Answer changeOwner(int descriptor, int userId, int groupId);

    /** Sets both times, in seconds. */
    default Answer changeTimes(String path, long access, long modification) {
        return changeTimes(path, Time.of(access), Time.of(modification), false);
    }

    /** utimensat(2). */
    Answer changeTimes(String path, Time access, Time modification, boolean followLinks);

    Answer setAttribute(String path, String name, byte[] value, int flags);

    default Answer getAttribute(String path, String name) {
        return getAttribute(path, name, ROOM);
    }

    /** With so much room; 0 asks for the size. */
    Answer getAttribute(String path, String name, int room);

    /** The names of the extended attributes, each with a NUL behind; the size of that where the room is 0. */
    Answer listAttributes(String path, int room);

    Answer removeAttribute(String path, String name);

    /** The names of the extended attributes, sorted, one a line. */
    default Answer listAttributes(String path) {
        Answer names = listAttributes(path, ROOM);
        var sorted = new TreeSet<>(List.of(names.data().split("\0", -1)));
        sorted.remove("");
        return names.succeeded() ? new Answer(sorted.size(), String.join("\n", sorted)) : names;
    }

    /** Closes what is open. */
    @Override
    void close();
}
