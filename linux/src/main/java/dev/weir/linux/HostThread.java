package dev.weir.linux;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.Requestor;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * What one thread keeps to serve operations on the host's files: scratch memory, names, and whom it acts as. Taken once
 * per thread and reused; used by no other thread.
 */
final class HostThread {
    /** The size of {@link #staging}. */
    static final int STAGING_SIZE = 1 << 17;

    /** What root has and others have not when they write: to keep set-user-ID and set-group-ID bits, and to go over quotas. */
    private static final long WRITERS_PRIVILEGES = 1L << Capabilities.CAP_FSETID | 1L << Capabilities.CAP_SYS_RESOURCE;

    private static final ThreadLocal<HostThread> CURRENT = ThreadLocal.withInitial(HostThread::new);

    final NativeThread natives = NativeThread.current();

    /** Room for one statx result. */
    final long stat;

    /** Room for one file handle. */
    final long handle;

    /** Room for data on its way from or to where system calls can't reach. */
    final long staging;

    /** Keeps the memory. */
    private final Arena arena = Arena.ofAuto();

    private final byte[] nameBytes = new byte[NativeThread.PATH_MAX];
    private @Nullable CallerIdentity identity;
    private boolean identityRefused;
    private final long privileges;
    private boolean privileged;

    private HostThread() {
        stat = arena.allocate(Statx.SIZE, 8).address();
        handle = arena.allocate(HandleCalls.SIZE, 8).address();
        staging = arena.allocate(STAGING_SIZE, 4096).address();
        privileges = Capabilities.permitted(natives) & WRITERS_PRIVILEGES;
        // What is in effect comes from the thread that started this one, in the middle of anything.
        privileged = privileges != 0 && Capabilities.setAllEffective(natives, privileges, true) == 0;
    }

    static HostThread current() {
        return CURRENT.get();
    }

    /**
     * Writes one name of a directory entry into the scratch.
     *
     * @return its address, or a negated {@link Errno}: a name with a slash or a NUL never gets into a system call
     */
    long name(FileName name) {
        return write(name, false, false);
    }

    /** As {@link #name}, in the second place. */
    long secondName(FileName name) {
        return write(name, true, false);
    }

    /** The target of a symbolic link: any bytes but NUL. */
    long target(FileName target) {
        int length = target.length();
        if (length >= NativeThread.PATH_MAX) {
            return -Errno.ENAMETOOLONG;
        }
        target.copyTo(nameBytes, 0);
        return hasByte(length, (byte) 0) ? -Errno.EINVAL : natives.secondName(nameBytes, length);
    }

    /** The name of an extended attribute: a slash is a byte like any other there. */
    long attributeName(FileName name) {
        return write(name, false, true);
    }

    private long write(FileName name, boolean second, boolean slashes) {
        int length = name.length();
        if (length > 255) {
            return -Errno.ENAMETOOLONG;
        }
        name.copyTo(nameBytes, 0);
        if (length == 0 || !slashes && hasByte(length, (byte) '/') || hasByte(length, (byte) 0)) {
            return -Errno.EINVAL;
        }
        return second ? natives.secondName(nameBytes, length) : natives.name(nameBytes, length);
    }

    private boolean hasByte(int length, byte wanted) {
        for (int i = 0; i < length; i++) {
            if (nameBytes[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    /**
     * Acts as the requestor until {@link #beItself}. Somebody unknown, and everybody where this process can't switch,
     * is this process itself.
     *
     * @return 0 or a negated {@link Errno}
     */
    int become(Requestor requestor, int umask) {
        privileged(true);
        CallerIdentity own = identity();
        if (own == null) {
            return 0;
        }
        return requestor.userId() == -1
                ? own.enter(umask)
                : own.enter(requestor.userId(), requestor.groupId(), CallerIdentity.NO_GROUP, umask);
    }

    /** As {@link #become} with all the supplementary groups that the requestor's process has now. */
    int becomeWithGroups(Requestor requestor, int umask) {
        privileged(true);
        CallerIdentity own = identity();
        int[] groups = SupplementaryGroups.of(requestor.threadId());
        if (own == null || groups.length == 0) {
            return -Errno.EACCES;
        }
        return own.enter(requestor.userId(), requestor.groupId(), groups, umask);
    }

    /** Ends what {@link #become} began. If the kernel refuses, {@link NativeThread#retired} tells the worker to end. */
    void beItself() {
        if (identity != null) {
            identity.leave();
        }
    }

    private @Nullable CallerIdentity identity() {
        if (identity == null && !identityRefused) {
            try {
                identity = CallerIdentity.ofThisThread();
            } catch (SystemCallException | IllegalStateException refused) {
                identityRefused = true;
            }
        }
        return identity;
    }

    /**
     * Whether this thread writes as root does. The set-user-ID and set-group-ID bits of a file go when somebody writes to
     * it who has no CAP_FSETID: the kernel sees to that, in one step with the write, if this thread has none in effect.
     */
    void privileged(boolean wanted) {
        if (privileges != 0 && wanted != privileged) {
            privileged = Capabilities.setAllEffective(natives, privileges, wanted) == 0 ? wanted : privileged;
        }
    }
}
