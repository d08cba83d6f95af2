package dev.weir.testkit.posix;

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

    int RENAME_NO_REPLACE = 1;
    int RENAME_EXCHANGE = 2;
    int RENAME_WHITEOUT = 4;

    int KEEP_SIZE = 1;
    int PUNCH_HOLE = 2;
    int COLLAPSE_RANGE = 8;
    int ZERO_RANGE = 16;
    int INSERT_RANGE = 32;

    int SEEK_DATA = 3;
    int SEEK_HOLE = 4;

    int FILE_TYPE = 0170000;
    int DIRECTORY_TYPE = 0040000;
    int REGULAR_TYPE = 0100000;
    int LINK_TYPE = 0120000;

    /** open(2); the descriptor. */
    Answer open(String path, int flags, int mode);

    Answer close(int descriptor);

    /** pread(2), with what was read. */
    Answer read(int descriptor, long offset, int length);

    /** pwrite(2). */
    Answer write(int descriptor, long offset, byte[] content);

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

    /** stat(2) of the link itself: {@link Attributes#toText}. */
    Answer attributes(String path);

    /** fstat(2). */
    Answer attributes(int descriptor);

    /** The entries of a directory, sorted, one a line, without the two dots: the name, a slash, and the type as in readdir(3). */
    Answer list(String path);

    Answer makeDirectory(String path, int mode);

    Answer removeDirectory(String path);

    /** mknod(2) of a FIFO, a socket or a regular file. */
    Answer makeNode(String path, int mode);

    Answer unlink(String path);

    Answer link(String existing, String further);

    /** linkat(2) of a descriptor, such as an unnamed file's. */
    Answer link(int descriptor, String further);

    Answer symbolicLink(String target, String path);

    Answer readLink(String path);

    /** renameat2(2). */
    Answer rename(String from, String to, int flags);

    Answer changeMode(String path, int mode);

    Answer changeOwner(String path, int userId, int groupId);

    /** Sets both times, in seconds. */
    Answer changeTimes(String path, long access, long modification);

    Answer setAttribute(String path, String name, byte[] value, int flags);

    Answer getAttribute(String path, String name);

    Answer removeAttribute(String path, String name);

    /** The names of the extended attributes, sorted, one a line. */
    Answer listAttributes(String path);

    /** Closes what is open. */
    @Override
    void close();
}
