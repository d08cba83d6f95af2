package dev.weir.linux;

import dev.weir.Errno;
import java.lang.invoke.VarHandle;

/**
 * One io_uring of the kernel, for one thread: that which makes it submits and waits, nobody else. What completes is carried out in that thread while it is in {@link #enter}, so it must not do anything else for long
 * while something of it can complete.
 *
 * <pre>
 *  struct io_uring_params, 120: 0 sq_entries(4)  4 cq_entries(4)  8 flags(4)  20 features(4)  40 sq_off: head(4) tail(4) ...  80 cq_off: head(4) tail(4) ring_mask(4) ring_entries(4) overflow(4) cqes(4)
 *  struct io_uring_sqe, 128:    0 opcode(1)  4 fd(4)  8 off, cmd_op(4)  16 addr  24 len(4)  32 user_data  48 command(80)
 *  struct io_uring_cqe, 16:     0 user_data  8 res(4)  12 flags(4)
 * </pre>
 */
public final class IoUring implements AutoCloseable {
    private static final int SINGLE_ISSUER = 1 << 12;
    private static final int DEFER_TASKRUN = 1 << 13;
    private static final int SQE128 = 1 << 10;
    private static final int CQSIZE = 1 << 3;
    private static final int NO_SQARRAY = 1 << 16;
    private static final int GETEVENTS = 1;

    private static final int OP_READ = 22;
    private static final int OP_URING_CMD = 46;

    private static final int SQE = 128;
    private static final int CQE = 16;
    private static final long SQES_OFFSET = 0x1000_0000L;

    private final NativeThread thread;
    private final int descriptor;
    private final int entries;
    private final int completions;
    private final long ring;
    private final long ringSize;
    private final long submissions;
    private final long submissionTail;
    private final long completionHead;
    private final long completionTail;
    private final long completionEntries;
    private int tail;
    private int queued;
    private int head;

    /**
     * Makes one for the calling thread.
     *
     * @param entries how much can be queued before an {@link #enter}; a power of two
     * @param completions how much can complete before somebody looks, a power of two; more is kept by the kernel
     * @throws SystemCallException where the kernel has none, or does not let this process have one (the sysctl
     *     kernel.io_uring_disabled, a sandbox)
     */
    public IoUring(int entries, int completions) throws SystemCallException {
        this.thread = NativeThread.current();
        this.entries = entries;
        this.completions = completions;
        long parameters = thread.struct();
        NativeMemory.clear(parameters, 120);
        NativeMemory.putInt(parameters + 4, completions);
        NativeMemory.putInt(parameters + 8, SINGLE_ISSUER | DEFER_TASKRUN | SQE128 | CQSIZE | NO_SQARRAY);
        descriptor = (int) SystemCallException.check(
                "io_uring_setup", RawSyscall.call(thread, SyscallNumbers.IO_URING_SETUP, entries, parameters));
        int tailOffset = NativeMemory.getInt(parameters + 44);
        int headOffset = NativeMemory.getInt(parameters + 80);
        int completionTailOffset = NativeMemory.getInt(parameters + 84);
        int completionsOffset = NativeMemory.getInt(parameters + 100);
        ringSize = completionsOffset + (long) completions * CQE;
        ring = map(ringSize, 0);
        submissions = map((long) entries * SQE, SQES_OFFSET);
        if (ring < 0 || submissions < 0) {
            close();
            throw new SystemCallException("mmap of an io_uring", (int) -Math.min(ring, submissions));
        }
        submissionTail = ring + tailOffset;
        completionHead = ring + headOffset;
        completionTail = ring + completionTailOffset;
        completionEntries = ring + completionsOffset;
    }

    private long map(long length, long offset) {
        return MemoryCalls.map(thread, 0, length, MemoryCalls.SHARED | MemoryCalls.POPULATE, descriptor, offset);
    }

    /**
     * Queues a command for the driver of a descriptor, with the first three words of its part of the entry.
     *
     * @param data what the completion is told by
     */
    public void command(
            int file, int operation, long address, int length, long data, long flags, long second, long third) {
        long at = next(OP_URING_CMD, file, operation, address, length, data);
        NativeMemory.putLong(at + 48, flags);
        NativeMemory.putLong(at + 56, second);
        NativeMemory.putLong(at + 64, third);
    }

    /** Queues a read at the file's own position. */
    public void read(int file, long address, int length, long data) {
        long at = next(OP_READ, file, -1, address, length, data);
        NativeMemory.putLong(at + 48, 0);
        NativeMemory.putLong(at + 56, 0);
        NativeMemory.putLong(at + 64, 0);
    }

    private long next(int opcode, int file, long offset, long address, int length, long data) {
        if (queued == entries) {
            throw new IllegalStateException("the queue is full");
        }
        long at = submissions + (long) (tail & entries - 1) * SQE;
        NativeMemory.putInt(at, opcode);
        NativeMemory.putInt(at + 4, file);
        NativeMemory.putLong(at + 8, offset);
        NativeMemory.putLong(at + 16, address);
        NativeMemory.putLong(at + 24, Integer.toUnsignedLong(length));
        NativeMemory.putLong(at + 32, data);
        tail++;
        queued++;
        return at;
    }

    /** Whether nothing more can be queued before an {@link #enter}. */
    public boolean isFull() {
        return queued == entries;
    }

    /** Whether something is queued that was not submitted yet. */
    public boolean hasQueued() {
        return queued > 0;
    }

    /**
     * Submits what is queued, and waits until so much has completed.
     *
     * @return 0 or more; or a negated {@link Errno}: EINTR, EAGAIN and EBUSY mean again
     */
    public int enter(int wait) {
        VarHandle.releaseFence();
        NativeMemory.putInt(submissionTail, tail);
        int result =
                (int) RawSyscall.call(thread, SyscallNumbers.IO_URING_ENTER, descriptor, queued, wait, GETEVENTS, 0, 0);
        if (result > 0) {
            queued -= result;
        }
        VarHandle.acquireFence();
        return result;
    }

    /** Whether something has completed that nobody has looked at yet. */
    public boolean hasCompletion() {
        return NativeMemory.getInt(completionTail) != head;
    }

    /** What the eldest completion was queued with. */
    public long completionData() {
        return NativeMemory.getLong(completionAt());
    }

    /** Its result, 0 or more, or a negated {@link Errno}. */
    public int completionResult() {
        return NativeMemory.getInt(completionAt() + 8);
    }

    private long completionAt() {
        return completionEntries + (long) (head & completions - 1) * CQE;
    }

    /** It has been looked at. */
    public void consumed() {
        head++;
        VarHandle.releaseFence();
        NativeMemory.putInt(completionHead, head);
    }

    /** Gives it back. What was still to complete is cancelled. Any thread, once the own one uses it no more. */
    @Override
    public void close() {
        NativeThread closing = NativeThread.current();
        if (submissions > 0) {
            MemoryCalls.unmap(closing, submissions, (long) entries * SQE);
        }
        if (ring > 0) {
            MemoryCalls.unmap(closing, ring, ringSize);
        }
        FileCalls.close(closing, descriptor);
    }
}
