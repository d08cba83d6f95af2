package dev.weir.linux;

import dev.weir.Errno;

/** Processes and threads by number or pidfd. Results are 0 or more, or a negated {@link Errno}. */
public final class ProcessCalls {
    private static final int WNOHANG = 1;
    private static final int PR_SET_DUMPABLE = 4;
    private static final int PR_GET_DUMPABLE = 3;
    private static final int PR_SET_CHILD_SUBREAPER = 36;

    /** The field of {@code /proc/N/stat}, from 1. */
    private static final int PROCESSOR = 39;

    private ProcessCalls() {}

    /** This process. */
    public static int process(NativeThread thread) {
        return (int) RawSyscall.call(thread, SyscallNumbers.GETPID);
    }

    /** This thread, as the kernel numbers it. */
    public static int thread(NativeThread thread) {
        return (int) RawSyscall.call(thread, SyscallNumbers.GETTID);
    }

    /** kill(2); signal 0 only asks whether the process is there. */
    public static int kill(NativeThread thread, int process, int signal) {
        return (int) RawSyscall.call(thread, SyscallNumbers.KILL, process, signal);
    }

    /** pidfd_open(2). */
    public static int openProcess(NativeThread thread, int process) {
        return (int) RawSyscall.call(thread, SyscallNumbers.PIDFD_OPEN, process, 0);
    }

    /** pidfd_getfd(2): a duplicate of another process's descriptor; needs the right to trace it. */
    public static int takeDescriptor(NativeThread thread, int pidfd, int descriptor) {
        return (int) RawSyscall.call(thread, SyscallNumbers.PIDFD_GETFD, pidfd, descriptor, 0);
    }

    /**
     * Whether this process may be traced by its own user (its {@code /proc} entries are that user's). Switching the
     * file-system user clears it for the whole process; where that matters it is to be set again.
     */
    public static boolean dumpable(NativeThread thread) {
        return RawSyscall.call(thread, SyscallNumbers.PRCTL, PR_GET_DUMPABLE) == 1;
    }

    /** Sets what {@link #dumpable} tells. */
    public static int setDumpable(NativeThread thread, boolean dumpable) {
        return (int) RawSyscall.call(thread, SyscallNumbers.PRCTL, PR_SET_DUMPABLE, dumpable ? 1 : 0);
    }

    /** Makes this process the parent of its descendants whose own parents end, or stops that. */
    public static int setSubreaper(NativeThread thread, boolean subreaper) {
        return (int) RawSyscall.call(thread, SyscallNumbers.PRCTL, PR_SET_CHILD_SUBREAPER, subreaper ? 1 : 0);
    }

    /**
     * wait4(2) for one child that was started without {@code ProcessBuilder}; blocks until it ends.
     *
     * @return its exit status, 128 + N if signal N ended it, or a negated {@link Errno}
     */
    static int await(NativeThread thread, int process) {
        return await(thread, process, 0);
    }

    /** The same without waiting; -{@link Errno#EAGAIN} while the child lives. */
    static int poll(NativeThread thread, int process) {
        return await(thread, process, WNOHANG);
    }

    /**
     * The processor that a thread of any process ran on last, from {@code /proc}: ENOENT where the thread has ended, or can't be seen from here. Some microseconds.
     */
    public static int processorOf(NativeThread thread, int number) {
        int file = FileCalls.open(thread, OpenFlags.AT_FDCWD, thread.statPath(number), OpenFlags.O_RDONLY, 0);
        if (file < 0) {
            return file;
        }
        long text = thread.struct();
        long length = FileCalls.read(thread, file, text, NativeThread.STRUCT_SIZE);
        FileCalls.close(thread, file);
        return length < 0 ? (int) length : processorIn(text, (int) length);
    }

    /** Of proc_pid_stat(5), whose second field is a name in brackets that can hold brackets and spaces. */
    static int processorIn(long text, int length) {
        int at = length;
        do {
            at--;
        } while (at >= 0 && NativeMemory.getByte(text + at) != ')');
        int field = 2;
        int processor = -Errno.EINVAL;
        while (at >= 0 && ++at < length && field <= PROCESSOR) {
            byte character = NativeMemory.getByte(text + at);
            if (character == ' ') {
                field++;
            } else if (field == PROCESSOR) {
                processor = 10 * Math.max(0, processor) + character - '0';
            }
        }
        return processor;
    }

    private static int await(NativeThread thread, int process, int options) {
        long status = thread.struct();
        long result;
        do {
            result = RawSyscall.call(thread, SyscallNumbers.WAIT4, process, status, options, 0);
        } while (result == -Errno.EINTR);
        if (result <= 0) {
            return result == 0 ? -Errno.EAGAIN : (int) result;
        }
        int word = NativeMemory.getInt(status);
        return (word & 0x7f) == 0 ? word >> 8 & 0xff : 128 + (word & 0x7f);
    }
}
