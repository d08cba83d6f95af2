package dev.weir.linux;

import dev.weir.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processors that a thread may run on, so that threads can be put on one of them. Safe on any thread. */
public final class Processors {
    private static final Path POSSIBLE = Path.of("/sys/devices/system/cpu/possible");

    /** In bytes: for 8,192 processors. */
    private static final int MASK = 1024;

    private final byte[] allowed;

    private Processors(byte[] allowed) {
        this.allowed = allowed;
    }

    /** Those of the calling thread. */
    public static Processors ofThisThread() {
        NativeThread thread = NativeThread.current();
        long mask = thread.struct();
        NativeMemory.clear(mask, MASK);
        RawSyscall.call(thread, SyscallNumbers.SCHED_GETAFFINITY, 0, MASK, mask);
        return new Processors(NativeMemory.bytes(mask, MASK));
    }

    /**
     * How many the kernel can ever have, those that are switched off included: their numbers are below that.
     *
     * @throws IOException where the kernel does not say
     */
    public static int possible() throws IOException {
        return parse(Files.readString(POSSIBLE, StandardCharsets.US_ASCII).strip());
    }

    /** One more than the last number of a list of ranges. */
    static int parse(String ranges) throws IOException {
        String last = ranges.substring(Math.max(ranges.lastIndexOf(','), ranges.lastIndexOf('-')) + 1);
        try {
            return Integer.parseInt(last) + 1;
        } catch (NumberFormatException unexpected) {
            throw new IOException("no list of processors: " + ranges, unexpected);
        }
    }

    /**
     * Makes the calling thread, and threads that it starts from then on, run on one processor only.
     *
     * @return 0 or a negated {@link Errno}: EINVAL where it is switched off or not one of these; nothing has changed then
     */
    public int pin(NativeThread thread, int processor) {
        int index = processor >> 3;
        byte bit = (byte) (1 << (processor & 7));
        if (index >= MASK || (allowed[index] & bit) == 0) {
            return -Errno.EINVAL;
        }
        long mask = thread.struct();
        NativeMemory.clear(mask, MASK);
        NativeMemory.putByte(mask + index, bit);
        return set(thread, mask);
    }

    /** Lets the calling thread run on all of these again. */
    public int restore(NativeThread thread) {
        long mask = thread.struct();
        NativeMemory.copyIn(allowed, 0, mask, MASK);
        return set(thread, mask);
    }

    /** The one that the calling thread runs on, which can be another at once; or a negated {@link Errno}. */
    public static int current(NativeThread thread) {
        long number = thread.struct();
        long result = RawSyscall.call(thread, SyscallNumbers.GETCPU, number, 0, 0);
        return result < 0 ? (int) result : NativeMemory.getInt(number);
    }

    /**
     * Has the calling thread go to a processor, where it stays only for as long as the scheduler leaves it there.
     *
     * @return 0 or a negated {@link Errno}: EINVAL where it may not run there
     */
    public static int move(NativeThread thread, int processor) {
        long mask = thread.struct();
        NativeMemory.clear(mask, MASK);
        long got = RawSyscall.call(thread, SyscallNumbers.SCHED_GETAFFINITY, 0, MASK, mask);
        int index = processor >> 3;
        byte bit = (byte) (1 << (processor & 7));
        if (got < 0) {
            return (int) got;
        }
        if (processor < 0 || index >= MASK || (NativeMemory.getByte(mask + index) & bit) == 0) {
            return -Errno.EINVAL;
        }
        long one = mask + MASK;
        NativeMemory.clear(one, MASK);
        NativeMemory.putByte(one + index, bit);
        int result = set(thread, one);
        return result == 0 ? set(thread, mask) : result;
    }

    private static int set(NativeThread thread, long mask) {
        return (int) RawSyscall.call(thread, SyscallNumbers.SCHED_SETAFFINITY, 0, MASK, mask);
    }
}
