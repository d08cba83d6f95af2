package dev.weir.linux;

/**
 * Locks on a range of a file that belong to the open file description (OFD locks), and flock(2). OFD locks conflict
 * with POSIX locks of other processes, are inherited by duplicates and end with the last of them.
 *
 * <pre>
 *  struct flock: 0 type(2)  2 whence(2)  8 start(8)  16 length(8)  24 pid(4)
 * </pre>
 */
final class LockCalls {
    static final int F_RDLCK = 0;
    static final int F_WRLCK = 1;
    static final int F_UNLCK = 2;
    static final int LOCK_SH = 1;
    static final int LOCK_EX = 2;
    static final int LOCK_NB = 4;
    static final int LOCK_UN = 8;

    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLK = 37;
    private static final int F_OFD_SETLKW = 38;

    private LockCalls() {}

    /** Sets or (F_UNLCK) releases a lock; EAGAIN if it conflicts. {@code length} 0 is up to the end, wherever. */
    static int set(NativeThread thread, int descriptor, int type, long start, long length) {
        return (int) RawSyscall.call(
                thread, SyscallNumbers.FCNTL, descriptor, F_OFD_SETLK, flock(thread, type, start, length));
    }

    /** As {@link #set}, waiting as long as it takes; EINTR if a signal came. */
    static int setWaiting(NativeThread thread, int descriptor, int type, long start, long length) {
        return (int) RawSyscall.call(
                thread, SyscallNumbers.FCNTL, descriptor, F_OFD_SETLKW, flock(thread, type, start, length));
    }

    /**
     * Asks which lock would conflict. The answer lies in {@link NativeThread#struct}: {@link #foundType} is F_UNLCK if
     * none would.
     */
    static int test(NativeThread thread, int descriptor, int type, long start, long length) {
        return (int) RawSyscall.call(
                thread, SyscallNumbers.FCNTL, descriptor, F_OFD_GETLK, flock(thread, type, start, length));
    }

    /** After {@link #test}: the type of the conflicting lock. */
    static int foundType(NativeThread thread) {
        return NativeMemory.getShort(thread.struct());
    }

    /** After {@link #test}: where the conflicting lock starts. */
    static long foundStart(NativeThread thread) {
        return NativeMemory.getLong(thread.struct() + 8);
    }

    /** After {@link #test}: how long the conflicting lock is, 0 for up to the end. */
    static long foundLength(NativeThread thread) {
        return NativeMemory.getLong(thread.struct() + 16);
    }

    /** After {@link #test}: the process that holds the conflicting lock, -1 if it is an OFD lock. */
    static int foundProcess(NativeThread thread) {
        return NativeMemory.getInt(thread.struct() + 24);
    }

    /** flock(2): LOCK_SH, LOCK_EX or LOCK_UN, with LOCK_NB to get EAGAIN (EWOULDBLOCK) for waiting. */
    static int flock(NativeThread thread, int descriptor, int operation) {
        return (int) RawSyscall.call(thread, SyscallNumbers.FLOCK, descriptor, operation);
    }

    private static long flock(NativeThread thread, int type, long start, long length) {
        long lock = thread.struct();
        NativeMemory.putInt(lock, type);
        NativeMemory.putInt(lock + 4, 0);
        NativeMemory.putLong(lock + 8, start);
        NativeMemory.putLong(lock + 16, length);
        NativeMemory.putLong(lock + 24, 0);
        return lock;
    }
}
