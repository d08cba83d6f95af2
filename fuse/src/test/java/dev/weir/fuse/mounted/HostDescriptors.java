package dev.weir.fuse.mounted;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.Errno;
import dev.weir.linux.OpenFlags;
import dev.weir.testkit.posix.Answer;
import dev.weir.testkit.posix.FileStatus;
import dev.weir.testkit.posix.PosixVolume;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What programs do with descriptors, by the C library's functions. */
abstract class HostDescriptors implements PosixVolume {
    private static final LibraryCall CLOSE = LibraryCall.ofInt("close");
    private static final LibraryCall PREAD = LibraryCall.ofLong("pread");
    private static final LibraryCall PWRITE = LibraryCall.ofLong("pwrite");
    private static final LibraryCall MMAP = LibraryCall.ofLong("mmap");
    private static final LibraryCall MUNMAP = LibraryCall.ofInt("munmap");
    private static final LibraryCall FTRUNCATE = LibraryCall.ofInt("ftruncate");
    private static final LibraryCall FALLOCATE = LibraryCall.ofInt("fallocate");
    private static final LibraryCall LSEEK = LibraryCall.ofLong("lseek");
    private static final LibraryCall COPY_FILE_RANGE = LibraryCall.ofLong("copy_file_range");
    private static final LibraryCall FSYNC = LibraryCall.ofInt("fsync");
    private static final LibraryCall STATX = LibraryCall.ofInt("statx");
    private static final LibraryCall GETDENTS = LibraryCall.ofLong("getdents64");
    private static final LibraryCall OPENAT = LibraryCall.ofInt("openat");
    private static final LibraryCall MKDIRAT = LibraryCall.ofInt("mkdirat");
    private static final LibraryCall UNLINKAT = LibraryCall.ofInt("unlinkat");
    private static final LibraryCall FCNTL = LibraryCall.ofInt("fcntl");
    private static final LibraryCall FLOCK = LibraryCall.ofInt("flock");
    private static final LibraryCall IOCTL = LibraryCall.ofInt("ioctl");
    private static final LibraryCall FCHMOD = LibraryCall.ofInt("fchmod");
    private static final LibraryCall FCHOWN = LibraryCall.ofInt("fchown");

    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int STATX_BASIC = 0x7ff;
    private static final int PROT_READ_WRITE = 3;
    private static final int PROT_READ = 1;
    private static final int MAP_SHARED = 1;
    private static final int PAGE = 4096;
    private static final int STATX_SIZE = 256;
    private static final int LOCK_SIZE = 32;
    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLK = 37;
    private static final int LOCK_SH = 1;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int LOCK_UN = 8;
    private static final long GET_FLAGS = 0x80086601L;
    private static final long SET_FLAGS = 0x40086602L;

    private final Set<Integer> open;
    private final boolean tellsTimes;

    /**
     * @param open what is open, closed by {@link #close()}
     * @param tellsTimes whether {@link #attributes} have their times of change
     */
    HostDescriptors(Set<Integer> open, boolean tellsTimes) {
        this.open = open;
        this.tellsTimes = tellsTimes;
    }

    final Set<Integer> open() {
        return open;
    }

    final boolean tellsTimes() {
        return tellsTimes;
    }

    /** Calls with room for what comes back, whose length is the result. */
    static Answer filled(int room, ToLongFunction<Long> call) {
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

    static Answer with(byte[] content, ToLongFunction<Long> call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(1, content.length));
            MemorySegment.copy(content, 0, buffer, ValueLayout.JAVA_BYTE, 0, content.length);
            return Answer.of(call.applyAsLong(buffer.address()));
        }
    }

    @Override
    public final Answer close(int descriptor) {
        open.remove(descriptor);
        return Answer.of(CLOSE.call(descriptor));
    }

    @Override
    public final Answer read(int descriptor, long offset, int length) {
        return filled(length, b -> PREAD.call(descriptor, b, length, offset));
    }

    @Override
    public final Answer write(int descriptor, long offset, byte[] content) {
        return with(content, b -> PWRITE.call(descriptor, b, content.length, offset));
    }

    @Override
    public final Answer readMapped(int descriptor, long offset, int length) {
        return mapped(
                descriptor,
                PROT_READ,
                offset,
                length,
                range -> new Answer(range.byteSize(), new String(range.toArray(ValueLayout.JAVA_BYTE), ISO_8859_1)));
    }

    @Override
    public final Answer writeMapped(int descriptor, long offset, byte[] content) {
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
        FileStatus status = statx(descriptor, "", AT_EMPTY_PATH);
        return status.errno() != 0 ? -status.errno() : status.type() == REGULAR_TYPE ? status.size() : -Errno.ENODEV;
    }

    @Override
    public final Answer truncate(int descriptor, long size) {
        return Answer.of(FTRUNCATE.call(descriptor, size));
    }

    @Override
    public final Answer allocate(int descriptor, int mode, long offset, long length) {
        return Answer.of(FALLOCATE.call(descriptor, mode, offset, length));
    }

    @Override
    public final Answer seek(int descriptor, long offset, int whence) {
        // Where a directory has a hole is its file system's affair.
        long size = whence == SEEK_DATA || whence == SEEK_HOLE ? fileSize(descriptor) : 0;
        return Answer.of(size < 0 ? size : LSEEK.call(descriptor, offset, whence));
    }

    @Override
    public final Answer copyRange(int from, long fromOffset, int to, long toOffset, long length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment offsets = arena.allocateFrom(ValueLayout.JAVA_LONG, fromOffset, toOffset);
            return Answer.of(COPY_FILE_RANGE.call(from, offsets.address(), to, offsets.address() + 8, length, 0));
        }
    }

    @Override
    public final Answer sync(int descriptor) {
        return Answer.of(FSYNC.call(descriptor));
    }

    @Override
    public final Answer attributes(int descriptor) {
        return status(descriptor).comparable(tellsTimes);
    }

    static FileStatus statx(int directory, String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(STATX_SIZE, 8);
            long result = STATX.call(directory, LibraryCall.text(arena, path), flags, STATX_BASIC, answer.address());
            return result < 0
                    ? FileStatus.refused((int) -result)
                    : new FileStatus(
                            0,
                            answer.get(ValueLayout.JAVA_LONG, 32),
                            answer.get(ValueLayout.JAVA_SHORT, 28) & 0xffff,
                            Integer.toUnsignedLong(answer.get(ValueLayout.JAVA_INT, 16)),
                            answer.get(ValueLayout.JAVA_INT, 20),
                            answer.get(ValueLayout.JAVA_INT, 24),
                            answer.get(ValueLayout.JAVA_LONG, 40),
                            answer.get(ValueLayout.JAVA_LONG, 48),
                            answer.get(ValueLayout.JAVA_INT, 128) << 8 | answer.get(ValueLayout.JAVA_INT, 132),
                            time(answer, 64),
                            time(answer, 112),
                            time(answer, 96));
        }
    }

    private static long time(MemorySegment statx, long at) {
        return statx.get(ValueLayout.JAVA_LONG, at) * 1_000_000_000L + statx.get(ValueLayout.JAVA_INT, at + 8);
    }

    @Override
    public final FileStatus status(int descriptor) {
        return statx(descriptor, "", AT_EMPTY_PATH);
    }

    @Override
    public final Answer openAt(int directory, String path, int flags, int mode) {
        return opened(named(path, p -> OPENAT.call(directory, p, here(flags), mode)));
    }

    @Override
    public final Answer makeDirectoryAt(int directory, String path, int mode) {
        return named(path, p -> MKDIRAT.call(directory, p, mode));
    }

    @Override
    public final Answer removeAt(int directory, String path, boolean isDirectory) {
        return named(path, p -> UNLINKAT.call(directory, p, isDirectory ? AT_REMOVEDIR : 0));
    }

    @Override
    public final Answer lock(int descriptor, int type, long start, long length) {
        return lock(descriptor, F_OFD_SETLK, type, start, length);
    }

    @Override
    public final Answer lockInTheWay(int descriptor, int type, long start, long length) {
        return lock(descriptor, F_OFD_GETLK, type, start, length);
    }

    private static Answer lock(int descriptor, int command, int type, long start, long length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment lock = arena.allocate(LOCK_SIZE, 8);
            lock.set(ValueLayout.JAVA_SHORT, 0, (short) type);
            lock.set(ValueLayout.JAVA_LONG, 8, start);
            lock.set(ValueLayout.JAVA_LONG, 16, length);
            long result = FCNTL.call(descriptor, command, lock.address());
            if (result < 0 || command == F_OFD_SETLK) {
                return Answer.of(result);
            }
            short found = lock.get(ValueLayout.JAVA_SHORT, 0);
            String range = lock.get(ValueLayout.JAVA_LONG, 8) + " " + lock.get(ValueLayout.JAVA_LONG, 16);
            return new Answer(0, found == UNLOCK ? "2" : found + " " + range);
        }
    }

    @Override
    public final Answer lockFile(int descriptor, int type) {
        int operation = type == READ_LOCK ? LOCK_SH : type == WRITE_LOCK ? LOCK_EX : LOCK_UN;
        return Answer.of(FLOCK.call(descriptor, operation | LOCK_NB));
    }

    @Override
    public final Answer fileFlags(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment flags = arena.allocate(ValueLayout.JAVA_LONG);
            long result = IOCTL.call(descriptor, GET_FLAGS, flags.address());
            return Answer.of(result < 0 ? result : Integer.toUnsignedLong(flags.get(ValueLayout.JAVA_INT, 0)));
        }
    }

    @Override
    public final Answer changeFileFlags(int descriptor, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_LONG, flags);
            return Answer.of(IOCTL.call(descriptor, SET_FLAGS, memory.address()));
        }
    }

    @Override
    public final Answer changeMode(int descriptor, int mode) {
        return Answer.of(FCHMOD.call(descriptor, mode));
    }

    @Override
    public final Answer changeOwner(int descriptor, int userId, int groupId) {
        return Answer.of(FCHOWN.call(descriptor, userId, groupId));
    }

    @Override
    public final Answer listNext(int descriptor, int room) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(room, 8);
            long got = GETDENTS.call(descriptor, buffer.address(), room);
            var entries = new ArrayList<String>();
            for (long at = 0; at < got; at += buffer.get(ValueLayout.JAVA_SHORT, at + 16)) {
                entries.add(buffer.getString(at + 19, ISO_8859_1) + "/" + buffer.get(ValueLayout.JAVA_BYTE, at + 18));
            }
            return got < 0 ? Answer.of(got) : new Answer(entries.size(), String.join("\n", entries));
        }
    }

    /** Takes over what was opened. */
    final Answer opened(Answer answer) {
        if (answer.succeeded()) {
            open.add((int) answer.value());
        }
        return answer;
    }

    static Answer named(String path, ToLongFunction<Long> call) {
        try (Arena arena = Arena.ofConfined()) {
            return Answer.of(call.applyAsLong(LibraryCall.text(arena, path)));
        }
    }

    /** As this architecture writes them; and without waiting, since nobody is at the other end of a FIFO. */
    static int here(int flags) {
        int same = flags & ~(DIRECTORY | NO_FOLLOW);
        return same
                | OpenFlags.O_NONBLOCK
                | ((flags & DIRECTORY) != 0 ? OpenFlags.O_DIRECTORY : 0)
                | ((flags & NO_FOLLOW) != 0 ? OpenFlags.O_NOFOLLOW : 0);
    }

    @Override
    public final void close() {
        Set.copyOf(open).forEach(this::close);
    }
}
