package dev.weir.linux;

import dev.weir.Errno;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Unix stream sockets at a path: the JDK's do not tell the process at the other end. All descriptors are close-on-exec.
 *
 * <pre>
 *  struct sockaddr_un: 0 family(2)  2 path(108)
 *  struct ucred:       0 pid(4)  4 uid(4)  8 gid(4)
 * </pre>
 */
public final class SocketCalls {
    /** The most that a socket's path has, in bytes. */
    public static final int PATH_LIMIT = 107;

    /** {@link #shutdown}: no more is read. */
    public static final int READ = 0;

    /** {@link #shutdown}: nothing goes in either direction. */
    public static final int BOTH = 2;

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC = 1 | OpenFlags.O_CLOEXEC;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int SO_PEERGROUPS = 59;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int ADDRESS_SIZE = 110;
    private static final int GROUPS_SIZE = 4 << 16;

    private SocketCalls() {}

    /**
     * A socket that is bound to a path, which must not be there. Call {@link #listen} to let clients in.
     *
     * @return the descriptor
     */
    public static int bind(NativeThread thread, String path) throws SystemCallException {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > PATH_LIMIT) {
            throw new SystemCallException("bind " + path, Errno.ENAMETOOLONG);
        }
        int socket = (int) SystemCallException.check(
                "socket", RawSyscall.call(thread, SyscallNumbers.SOCKET, AF_UNIX, SOCK_STREAM_CLOEXEC, 0));
        long address = thread.struct();
        NativeMemory.clear(address, ADDRESS_SIZE);
        NativeMemory.putShort(address, (short) AF_UNIX);
        NativeMemory.copyIn(bytes, 0, address + 2, bytes.length);
        long result = RawSyscall.call(thread, SyscallNumbers.BIND, socket, address, ADDRESS_SIZE);
        if (result < 0) {
            FileCalls.close(thread, socket);
            throw new SystemCallException("bind " + path, (int) -result);
        }
        return socket;
    }

    /** listen(2). */
    public static int listen(NativeThread thread, int socket, int backlog) {
        return (int) RawSyscall.call(thread, SyscallNumbers.LISTEN, socket, backlog);
    }

    /** accept4(2): blocks until a client comes; EINVAL once the socket is {@linkplain #shutdown shut down}. */
    public static int accept(NativeThread thread, int socket) {
        return (int) RawSyscall.call(thread, SyscallNumbers.ACCEPT4, socket, 0, 0, OpenFlags.O_CLOEXEC);
    }

    /** shutdown(2): whoever waits on the socket returns. */
    public static int shutdown(NativeThread thread, int socket, int how) {
        return (int) RawSyscall.call(thread, SyscallNumbers.SHUTDOWN, socket, how);
    }

    /** send(2) without waiting and without SIGPIPE: EAGAIN where there is no room. */
    public static long sendNow(NativeThread thread, int socket, long buffer, long length) {
        return RawSyscall.call(
                thread, SyscallNumbers.SENDTO, socket, buffer, length, MSG_DONTWAIT | MSG_NOSIGNAL, 0, 0);
    }

    /**
     * Who connected, with the credentials of that time.
     *
     * @param processId 0 where it is in a namespace that is not seen from here
     * @param groups the supplementary groups
     */
    public record Peer(int processId, int userId, int groupId, Set<Integer> groups) {
        public Peer {
            groups = Set.copyOf(groups);
        }
    }

    /** Who is at the other end of a connected socket. */
    public static Peer peer(NativeThread thread, int socket) throws SystemCallException {
        long credentials = thread.struct();
        long length = credentials + 16;
        NativeMemory.putInt(length, 12);
        SystemCallException.check(
                "getsockopt SO_PEERCRED",
                RawSyscall.call(
                        thread, SyscallNumbers.GETSOCKOPT, socket, SOL_SOCKET, SO_PEERCRED, credentials, length));
        int process = NativeMemory.getInt(credentials);
        int user = NativeMemory.getInt(credentials + 4);
        int group = NativeMemory.getInt(credentials + 8);
        return new Peer(process, user, group, groups(thread, socket));
    }

    private static Set<Integer> groups(NativeThread thread, int socket) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            long list = arena.allocate(GROUPS_SIZE, 8).address();
            long length = thread.struct();
            NativeMemory.putInt(length, GROUPS_SIZE);
            SystemCallException.check(
                    "getsockopt SO_PEERGROUPS",
                    RawSyscall.call(
                            thread, SyscallNumbers.GETSOCKOPT, socket, SOL_SOCKET, SO_PEERGROUPS, list, length));
            Set<Integer> groups = new HashSet<>();
            for (int at = 0; at < NativeMemory.getInt(length); at += 4) {
                groups.add(NativeMemory.getInt(list + at));
            }
            return groups;
        }
    }
}
