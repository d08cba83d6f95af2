package dev.weir.linux;

import dev.weir.Errno;

/**
 * Pipes, socket pairs, a descriptor received by message, and waiting for readiness. All descriptors are close-on-exec.
 *
 * <pre>
 *  struct msghdr:  0 name  8 namelen(4)  16 iov  24 iovlen  32 control  40 controllen  48 flags(4)     56 bytes
 *  struct cmsghdr: 0 len(8)  8 level(4)  12 type(4)  16 the descriptor(4)
 *  struct pollfd:  0 fd(4)  4 events(2)  6 revents(2)
 * </pre>
 */
public final class ChannelCalls {
    /** {@link #poll}: there is something to read. */
    public static final int POLLIN = 1;

    /** {@link #poll}: something urgent; of a table of mounts, that it has changed. */
    static final int POLLPRI = 2;

    /** {@link #poll}: writing would not block. */
    public static final int POLLOUT = 4;

    /** {@link #poll}: an error, reported always. */
    public static final int POLLERR = 8;

    /** {@link #poll}: the other side is gone, reported always. */
    public static final int POLLHUP = 16;

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC = 1 | OpenFlags.O_CLOEXEC;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
    private static final int CONTROL_SIZE = 24;

    private ChannelCalls() {}

    /** pipe2(2): the end to read in the low, the end to write in the high 32 bits; or a negated {@link Errno}. */
    public static long pipe(NativeThread thread) {
        long pair = thread.struct();
        long result = RawSyscall.call(thread, SyscallNumbers.PIPE2, pair, OpenFlags.O_CLOEXEC);
        return result < 0 ? result : NativeMemory.getLong(pair);
    }

    /** eventfd2(2): a descriptor that becomes readable, 8 bytes, when somebody {@linkplain #signal adds} to it. */
    public static int eventCounter(NativeThread thread) {
        return (int) RawSyscall.call(thread, SyscallNumbers.EVENTFD2, 0, OpenFlags.O_CLOEXEC);
    }

    /** Wakes whoever waits for an event counter. */
    public static int signal(NativeThread thread, int counter) {
        long one = thread.struct();
        NativeMemory.putLong(one, 1);
        return (int) FileCalls.write(thread, counter, one, 8);
    }

    /** socketpair(2) of Unix streams: both descriptors as {@link #pipe} packs them, or a negated {@link Errno}. */
    static long socketPair(NativeThread thread) {
        long pair = thread.struct();
        long result = RawSyscall.call(thread, SyscallNumbers.SOCKETPAIR, AF_UNIX, SOCK_STREAM_CLOEXEC, 0, pair);
        return result < 0 ? result : NativeMemory.getLong(pair);
    }

    /** The first descriptor of a pair. */
    public static int first(long pair) {
        return (int) pair;
    }

    /** The second descriptor of a pair. */
    public static int second(long pair) {
        return (int) (pair >>> 32);
    }

    /**
     * Takes a descriptor that was sent over a Unix socket, without waiting.
     *
     * @return the descriptor, ENODATA if the message has none or the other side closed, EAGAIN if there is none yet
     */
    static int receiveDescriptor(NativeThread thread, int socket) {
        long message = thread.struct();
        long vector = message + 56;
        long data = vector + 16;
        long control = data + 8;
        NativeMemory.clear(message, 56 + 16 + 8 + CONTROL_SIZE);
        NativeMemory.putLong(vector, data);
        NativeMemory.putLong(vector + 8, 1);
        NativeMemory.putLong(message + 16, vector);
        NativeMemory.putLong(message + 24, 1);
        NativeMemory.putLong(message + 32, control);
        NativeMemory.putLong(message + 40, CONTROL_SIZE);
        long result = RawSyscall.call(thread, SyscallNumbers.RECVMSG, socket, message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (result < 0) {
            return (int) result;
        }
        boolean isDescriptor = NativeMemory.getLong(message + 40) >= 20
                && NativeMemory.getInt(control + 8) == SOL_SOCKET
                && NativeMemory.getInt(control + 12) == SCM_RIGHTS;
        return isDescriptor ? NativeMemory.getInt(control + 16) : -Errno.ENODATA;
    }

    /**
     * ppoll(2) on one descriptor.
     *
     * @param nanos how long to wait at most; negative: without end
     * @return the events that are there, 0 if the time is over, or a negated {@link Errno}
     */
    public static int poll(NativeThread thread, int descriptor, int events, long nanos) {
        long entry = thread.struct();
        long timeout = entry + 8;
        NativeMemory.putInt(entry, descriptor);
        NativeMemory.putInt(entry + 4, events);
        NativeMemory.putLong(timeout, nanos / 1_000_000_000);
        NativeMemory.putLong(timeout + 8, nanos % 1_000_000_000);
        long result = RawSyscall.call(thread, SyscallNumbers.PPOLL, entry, 1, nanos < 0 ? 0 : timeout, 0, 8);
        return result <= 0 ? (int) result : NativeMemory.getShort(entry + 6);
    }

    /**
     * ppoll(2) on some descriptors, without end.
     *
     * @param events for each descriptor what to wait for; those that have none are left out
     * @return bit N where the descriptor N has something, or a negated {@link Errno}
     */
    static int pollAny(NativeThread thread, int[] descriptors, int[] events) {
        long entries = thread.struct();
        for (int i = 0; i < events.length; i++) {
            NativeMemory.putInt(entries + 8L * i, descriptors[i]);
            NativeMemory.putInt(entries + 8L * i + 4, events[i]);
        }
        long result = RawSyscall.call(thread, SyscallNumbers.PPOLL, entries, events.length, 0, 0, 8);
        int found = 0;
        for (int i = 0; result > 0 && i < events.length; i++) {
            found |= NativeMemory.getShort(entries + 8L * i + 6) == 0 ? 0 : 1 << i;
        }
        return result < 0 ? (int) result : found;
    }
}
