package dev.weir.fuse.mounted;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.Errno;
import dev.weir.linux.OpenFlags;
import dev.weir.testkit.posix.Answer;
import dev.weir.testkit.posix.Attributes;
import dev.weir.testkit.posix.PosixVolume;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.ToLongFunction;

/**
 * A directory of the host's, by the C library's functions. Must not be in a volume that this process serves: a fault in a mapping would wait for this process itself.
 */
final class HostDirectory implements PosixVolume {
    private static final LibraryCall OPEN = LibraryCall.ofInt("open");
    private static final LibraryCall CLOSE = LibraryCall.ofInt("close");
    private static final LibraryCall PREAD = LibraryCall.ofLong("pread");
    private static final LibraryCall PWRITE = LibraryCall.ofLong("pwrite");
    private static final LibraryCall MMAP = LibraryCall.ofLong("mmap");
    private static final LibraryCall MUNMAP = LibraryCall.ofInt("munmap");
    private static final LibraryCall TRUNCATE_PATH = LibraryCall.ofInt("truncate");
    private static final LibraryCall FTRUNCATE = LibraryCall.ofInt("ftruncate");
    private static final LibraryCall FALLOCATE = LibraryCall.ofInt("fallocate");
    private static final LibraryCall LSEEK = LibraryCall.ofLong("lseek");
    private static final LibraryCall COPY_FILE_RANGE = LibraryCall.ofLong("copy_file_range");
    private static final LibraryCall FSYNC = LibraryCall.ofInt("fsync");
    private static final LibraryCall STATX = LibraryCall.ofInt("statx");
    private static final LibraryCall GETDENTS = LibraryCall.ofLong("getdents64");
    private static final LibraryCall MKDIR = LibraryCall.ofInt("mkdir");
    private static final LibraryCall RMDIR = LibraryCall.ofInt("rmdir");
    private static final LibraryCall MKNOD = LibraryCall.ofInt("mknod");
    private static final LibraryCall UNLINK = LibraryCall.ofInt("unlink");
    private static final LibraryCall LINKAT = LibraryCall.ofInt("linkat");
    private static final LibraryCall SYMLINK = LibraryCall.ofInt("symlink");
    private static final LibraryCall READLINK = LibraryCall.ofLong("readlink");
    private static final LibraryCall RENAMEAT2 = LibraryCall.ofInt("renameat2");
    private static final LibraryCall CHMOD = LibraryCall.ofInt("chmod");
    private static final LibraryCall LCHOWN = LibraryCall.ofInt("lchown");
    private static final LibraryCall UTIMENSAT = LibraryCall.ofInt("utimensat");
    private static final LibraryCall LSETXATTR = LibraryCall.ofInt("lsetxattr");
    private static final LibraryCall LGETXATTR = LibraryCall.ofLong("lgetxattr");
    private static final LibraryCall LREMOVEXATTR = LibraryCall.ofInt("lremovexattr");
    private static final LibraryCall LLISTXATTR = LibraryCall.ofLong("llistxattr");

    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_SYMLINK_FOLLOW = 0x400;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC = 0x7ff;
    private static final int PROT_READ_WRITE = 3;
    private static final int PROT_READ = 1;
    private static final int MAP_SHARED = 1;
    private static final int PAGE = 4096;
    private static final int STATX_SIZE = 256;
    private static final int ROOM = 1 << 16;

    private final String root;
    private final Set<Integer> open = new HashSet<>();

    private final boolean tellsTimes;

    /**
     * @param root a directory of which every character is a byte of its path
     * @param tellsTimes whether attributes have their times of change
     */
    HostDirectory(String root, boolean tellsTimes) {
        this.root = root;
        this.tellsTimes = tellsTimes;
    }

    private Answer at(String path, ToLongFunction<Long> call) {
        try (Arena arena = Arena.ofConfined()) {
            return Answer.of(call.applyAsLong(LibraryCall.text(arena, root + "/" + path)));
        }
    }

    private Answer two(String from, String to, LongBinaryOperator call) {
        try (Arena arena = Arena.ofConfined()) {
            return Answer.of(call.applyAsLong(LibraryCall.text(arena, from), LibraryCall.text(arena, to)));
        }
    }

    /** Calls with room for what comes back, whose length is the result. */
    private static Answer filled(int room, ToLongFunction<Long> call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(1, room));
            long result = call.applyAsLong(buffer.address());
            return result <= 0
                    ? Answer.of(result)
                    : new Answer(
                            result,
                            new String(
                                    buffer.asSlice(0, Math.min(room, result)).toArray(ValueLayout.JAVA_BYTE),
                                    ISO_8859_1));
        }
    }

    private static Answer with(byte[] content, ToLongFunction<Long> call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(1, content.length));
            MemorySegment.copy(content, 0, buffer, ValueLayout.JAVA_BYTE, 0, content.length);
            return Answer.of(call.applyAsLong(buffer.address()));
        }
    }

    @Override
    public Answer open(String path, int flags, int mode) {
        Answer answer = at(path, p -> OPEN.call(p, here(flags), mode));
        if (answer.succeeded()) {
            open.add((int) answer.value());
        }
        return answer;
    }

    /** As this architecture writes them; and without waiting, since nobody is at the other end of a FIFO. */
    private static int here(int flags) {
        int same = flags & ~(DIRECTORY | NO_FOLLOW);
        return same
                | OpenFlags.O_NONBLOCK
                | ((flags & DIRECTORY) != 0 ? OpenFlags.O_DIRECTORY : 0)
                | ((flags & NO_FOLLOW) != 0 ? OpenFlags.O_NOFOLLOW : 0);
    }

    @Override
    public Answer close(int descriptor) {
        open.remove(descriptor);
        return Answer.of(CLOSE.call(descriptor));
    }

    @Override
    public Answer read(int descriptor, long offset, int length) {
        return filled(length, b -> PREAD.call(descriptor, b, length, offset));
    }

    @Override
    public Answer write(int descriptor, long offset, byte[] content) {
        return with(content, b -> PWRITE.call(descriptor, b, content.length, offset));
    }

    @Override
    public Answer readMapped(int descriptor, long offset, int length) {
        return mapped(
                descriptor,
                PROT_READ,
                offset,
                length,
                range -> new Answer(range.byteSize(), new String(range.toArray(ValueLayout.JAVA_BYTE), ISO_8859_1)));
    }

    @Override
    public Answer writeMapped(int descriptor, long offset, byte[] content) {
        return mapped(descriptor, PROT_READ_WRITE, offset, content.length, range -> {
            MemorySegment.copy(content, 0, range, ValueLayout.JAVA_BYTE, 0, (int) range.byteSize());
            return Answer.of(range.byteSize());
        });
    }

    /** Only what is within the file is touched: beyond its last page a touch is the end of this process. */
    private static Answer mapped(
            int descriptor, int protection, long offset, int length, Function<MemorySegment, Answer> use) {
        long size = fileSize(descriptor);
        if (size < 0) {
            return Answer.of(size);
        }
        long count = Math.min(length, size - offset);
        if (count <= 0) {
            return Answer.of(0);
        }
        long start = offset & -PAGE;
        long whole = offset + count - start;
        long address = MMAP.call(0, whole, protection, MAP_SHARED, descriptor, start);
        if (address < 0 && address > -PAGE) {
            return Answer.of(address);
        }
        try {
            return use.apply(MemorySegment.ofAddress(address).reinterpret(whole).asSlice(offset - start, count));
        } finally {
            MUNMAP.call(address, whole);
        }
    }

    private static long fileSize(int descriptor) {
        return statx(
                        descriptor,
                        "",
                        AT_EMPTY_PATH,
                        answer -> Answer.of(
                                (answer.get(ValueLayout.JAVA_SHORT, 28) & FILE_TYPE) == REGULAR_TYPE
                                        ? answer.get(ValueLayout.JAVA_LONG, 40)
                                        : -Errno.ENODEV))
                .value();
    }

    @Override
    public Answer truncate(String path, long size) {
        return at(path, p -> TRUNCATE_PATH.call(p, size));
    }

    @Override
    public Answer truncate(int descriptor, long size) {
        return Answer.of(FTRUNCATE.call(descriptor, size));
    }

    @Override
    public Answer allocate(int descriptor, int mode, long offset, long length) {
        return Answer.of(FALLOCATE.call(descriptor, mode, offset, length));
    }

    @Override
    public Answer seek(int descriptor, long offset, int whence) {
        // Where a directory has a hole is its file system's affair.
        long size = fileSize(descriptor);
        return Answer.of(size < 0 ? size : LSEEK.call(descriptor, offset, whence));
    }

    @Override
    public Answer copyRange(int from, long fromOffset, int to, long toOffset, long length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment offsets = arena.allocateFrom(ValueLayout.JAVA_LONG, fromOffset, toOffset);
            return Answer.of(COPY_FILE_RANGE.call(from, offsets.address(), to, offsets.address() + 8, length, 0));
        }
    }

    @Override
    public Answer sync(int descriptor) {
        return Answer.of(FSYNC.call(descriptor));
    }

    @Override
    public Answer attributes(String path) {
        return statx(OpenFlags.AT_FDCWD, root + "/" + path, AT_SYMLINK_NOFOLLOW, this::told);
    }

    @Override
    public Answer attributes(int descriptor) {
        return statx(descriptor, "", AT_EMPTY_PATH, this::told);
    }

    private Answer told(MemorySegment statx) {
        return new Answer(
                0,
                new Attributes(
                                statx.get(ValueLayout.JAVA_SHORT, 28) & 0xffff,
                                Integer.toUnsignedLong(statx.get(ValueLayout.JAVA_INT, 16)),
                                statx.get(ValueLayout.JAVA_INT, 20),
                                statx.get(ValueLayout.JAVA_INT, 24),
                                statx.get(ValueLayout.JAVA_LONG, 40),
                                tellsTimes ? statx.get(ValueLayout.JAVA_LONG, 112) : 0)
                        .toText());
    }

    private static Answer statx(int directory, String path, int flags, Function<MemorySegment, Answer> use) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(STATX_SIZE, 8);
            long result = STATX.call(directory, LibraryCall.text(arena, path), flags, STATX_BASIC, answer.address());
            return result < 0 ? Answer.of(result) : use.apply(answer);
        }
    }

    @Override
    public Answer list(String path) {
        Answer directory = open(path, READ_ONLY | DIRECTORY | NO_FOLLOW, 0);
        if (!directory.succeeded()) {
            return directory;
        }
        int descriptor = (int) directory.value();
        var names = new TreeSet<String>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(ROOM, 8);
            while (true) {
                long got = GETDENTS.call(descriptor, buffer.address(), ROOM);
                if (got <= 0) {
                    return got < 0 ? Answer.of(got) : new Answer(names.size(), String.join("\n", names));
                }
                for (long at = 0; at < got; at += buffer.get(ValueLayout.JAVA_SHORT, at + 16)) {
                    names.add(buffer.getString(at + 19, ISO_8859_1) + "/" + buffer.get(ValueLayout.JAVA_BYTE, at + 18));
                }
                names.removeIf(name -> name.startsWith("./") || name.startsWith("../"));
            }
        } finally {
            close(descriptor);
        }
    }

    @Override
    public Answer makeDirectory(String path, int mode) {
        return at(path, p -> MKDIR.call(p, mode));
    }

    @Override
    public Answer removeDirectory(String path) {
        return at(path, RMDIR::call);
    }

    @Override
    public Answer makeNode(String path, int mode) {
        return at(path, p -> MKNOD.call(p, mode, 0));
    }

    @Override
    public Answer unlink(String path) {
        return at(path, UNLINK::call);
    }

    @Override
    public Answer link(String existing, String further) {
        return two(
                root + "/" + existing,
                root + "/" + further,
                (e, f) -> LINKAT.call(OpenFlags.AT_FDCWD, e, OpenFlags.AT_FDCWD, f, 0));
    }

    @Override
    public Answer link(int descriptor, String further) {
        return two(
                "/proc/self/fd/" + descriptor,
                root + "/" + further,
                (e, f) -> LINKAT.call(OpenFlags.AT_FDCWD, e, OpenFlags.AT_FDCWD, f, AT_SYMLINK_FOLLOW));
    }

    @Override
    public Answer symbolicLink(String target, String path) {
        return two(target, root + "/" + path, SYMLINK::call);
    }

    @Override
    public Answer readLink(String path) {
        try (Arena arena = Arena.ofConfined()) {
            long name = LibraryCall.text(arena, root + "/" + path);
            return filled(PAGE, b -> READLINK.call(name, b, PAGE));
        }
    }

    @Override
    public Answer rename(String from, String to, int flags) {
        return two(
                root + "/" + from,
                root + "/" + to,
                (f, t) -> RENAMEAT2.call(OpenFlags.AT_FDCWD, f, OpenFlags.AT_FDCWD, t, flags));
    }

    @Override
    public Answer changeMode(String path, int mode) {
        return at(path, p -> CHMOD.call(p, mode));
    }

    @Override
    public Answer changeOwner(String path, int userId, int groupId) {
        return at(path, p -> LCHOWN.call(p, userId, groupId));
    }

    @Override
    public Answer changeTimes(String path, long access, long modification) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = arena.allocateFrom(ValueLayout.JAVA_LONG, access, 0, modification, 0);
            return at(path, p -> UTIMENSAT.call(OpenFlags.AT_FDCWD, p, times.address(), AT_SYMLINK_NOFOLLOW));
        }
    }

    @Override
    public Answer setAttribute(String path, String name, byte[] value, int flags) {
        return two(
                root + "/" + path,
                name,
                (p, n) -> with(value, b -> LSETXATTR.call(p, n, b, value.length, flags))
                        .value());
    }

    @Override
    public Answer getAttribute(String path, String name) {
        try (Arena arena = Arena.ofConfined()) {
            long file = LibraryCall.text(arena, root + "/" + path);
            long attribute = LibraryCall.text(arena, name);
            return filled(ROOM, b -> LGETXATTR.call(file, attribute, b, ROOM));
        }
    }

    @Override
    public Answer removeAttribute(String path, String name) {
        return two(root + "/" + path, name, LREMOVEXATTR::call);
    }

    @Override
    public Answer listAttributes(String path) {
        try (Arena arena = Arena.ofConfined()) {
            long file = LibraryCall.text(arena, root + "/" + path);
            Answer names = filled(ROOM, b -> LLISTXATTR.call(file, b, ROOM));
            var sorted = new TreeSet<>(Arrays.asList(names.data().split("\0", -1)));
            sorted.remove("");
            return names.succeeded() ? new Answer(sorted.size(), String.join("\n", sorted)) : names;
        }
    }

    /** Takes all that is in a directory away. */
    void clear(String path) {
        for (String entry : list(path).data().split("\n", -1)) {
            if (!entry.isEmpty()) {
                String file = path + "/" + entry.substring(0, entry.lastIndexOf('/'));
                if (unlink(file).errno() == Errno.EISDIR) {
                    clear(file);
                    removeDirectory(file);
                }
            }
        }
    }

    @Override
    public void close() {
        Set.copyOf(open).forEach(this::close);
    }
}
