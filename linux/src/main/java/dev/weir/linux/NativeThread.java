package dev.weir.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * What one thread needs for its system calls, taken once and reused: where errno is captured, and scratch memory for
 * names and small structures.
 *
 * <pre>
 *   name            one path or name with its NUL
 *   secondName      another one (rename, link, symlink, xattr)
 *   descriptorPath  "/proc/self/fd/N"
 *   struct          4 KiB: statx, statfs, timespec[2], flock, file_handle, msghdr, ...
 * </pre>
 *
 * <p>Belongs to the thread that {@link #current()} was called on and is used by no other. The scratch holds its content
 * until the same thread's next call that uses the same part. Workers keep the object and pass it on; others ask for it.
 */
public final class NativeThread {
    /** The kernel's limit for a path with its NUL. */
    static final int PATH_MAX = 4096;

    /** The size in bytes of the structure part of the scratch. */
    public static final int STRUCT_SIZE = 4096;

    /** One more than PATH_MAX, so that a name which is too long stays too long and the kernel says ENAMETOOLONG. */
    private static final int NAME_SIZE = PATH_MAX + 8;

    private static final int DESCRIPTOR_PATH_SIZE = 32;
    private static final byte[] DESCRIPTOR_FOLDER = "/proc/self/fd/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROCESSES = "/proc/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STAT = "/stat\0".getBytes(StandardCharsets.US_ASCII);
    private static final ThreadLocal<NativeThread> CURRENT = ThreadLocal.withInitial(NativeThread::new);

    /** Where errno lands; of the same arena as the scratch, which lives as long as this object. */
    final MemorySegment capture;

    private final long name;
    private final long secondName;
    private final long descriptorPath;
    private final long struct;
    private boolean retired;

    private NativeThread() {
        Arena arena = Arena.ofAuto();
        capture = arena.allocate(RawSyscall.CAPTURE);
        MemorySegment scratch = arena.allocate(STRUCT_SIZE + 2L * NAME_SIZE + DESCRIPTOR_PATH_SIZE, 64);
        struct = scratch.address();
        name = struct + STRUCT_SIZE;
        secondName = name + NAME_SIZE;
        descriptorPath = secondName + NAME_SIZE;
        NativeMemory.copyIn(DESCRIPTOR_FOLDER, 0, descriptorPath, DESCRIPTOR_FOLDER.length);
    }

    /** This thread's object; made at the first call. */
    public static NativeThread current() {
        return CURRENT.get();
    }

    /**
     * Writes a name or path as a C string into the scratch and returns its address.
     *
     * @throws IllegalArgumentException if it holds a NUL byte
     */
    public long name(byte[] bytes) {
        return name(bytes, bytes.length);
    }

    /** As {@link #name(byte[])}, with a second place for calls that take two. */
    public long secondName(byte[] bytes) {
        return secondName(bytes, bytes.length);
    }

    /** As {@link #name(byte[])}, of the first bytes of an array. */
    long name(byte[] bytes, int length) {
        return write(bytes, length, name);
    }

    /** As {@link #secondName(byte[])}, of the first bytes of an array. */
    long secondName(byte[] bytes, int length) {
        return write(bytes, length, secondName);
    }

    /**
     * Whether this thread could not become itself again after it acted as somebody else ({@link CallerIdentity}): it
     * must answer the request in hand, do nothing else, and end.
     */
    public boolean retired() {
        return retired;
    }

    void retire() {
        retired = true;
    }

    /** The address of an empty C string, for the calls that take AT_EMPTY_PATH. Shares the place of {@link #name}. */
    public long emptyName() {
        NativeMemory.putByte(name, (byte) 0);
        return name;
    }

    /** As {@link #emptyName}, in the structure part: for a call that also takes a name. */
    long emptyStruct() {
        NativeMemory.putByte(struct, (byte) 0);
        return struct;
    }

    /** The address of 4 KiB for small structures, aligned to 64. */
    public long struct() {
        return struct;
    }

    /**
     * The address of the C string {@code /proc/self/fd/N}: what leads from a descriptor, also one opened with O_PATH,
     * to the file by a path. Following it ends at the file itself, a symbolic link included.
     */
    public long descriptorPath(int descriptor) {
        long end = putDecimal(descriptorPath + DESCRIPTOR_FOLDER.length, descriptor);
        NativeMemory.putByte(end, (byte) 0);
        return descriptorPath;
    }

    /** The address of the C string {@code /proc/N/stat}. Shares the place of {@link #name}. */
    long statPath(int process) {
        NativeMemory.copyIn(PROCESSES, 0, name, PROCESSES.length);
        long end = putDecimal(name + PROCESSES.length, process);
        NativeMemory.copyIn(STAT, 0, end, STAT.length);
        return name;
    }

    /** Where the digits of a number that is not negative end. */
    private static long putDecimal(long at, int number) {
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long end = at + digits;
        int rest = number;
        for (long digit = end - 1; digit >= at; digit--) {
            NativeMemory.putByte(digit, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        return end;
    }

    private static long write(byte[] bytes, int length, long to) {
        int written = Math.min(length, PATH_MAX);
        for (int i = 0; i < written; i++) {
            if (bytes[i] == 0) {
                throw new IllegalArgumentException("a NUL byte in a file name");
            }
        }
        NativeMemory.copyIn(bytes, 0, to, written);
        NativeMemory.putByte(to + written, (byte) 0);
        return to;
    }
}
